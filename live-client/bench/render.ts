/** What a render costs, from its id to flat bytes, against a template literal written by hand behind a Map. */
import { makeCorpus } from './corpus.js'
import { handWritten, templateOf } from './corpus-templates.js'
import { bytesAllocated, bytesKept } from './heap.js'
import { loadedPrompts } from './loaded-prompts.js'
import {
  byAnvil,
  byHand,
  byMustache,
  byMustacheWriter,
  byPrompt,
  compiledPrompts,
  mustacheTokens,
  sourcesOf,
  type Render,
  type Templates,
} from './render-contenders.js'
import { compareInRounds, processorClock } from './rounds.js'
import { markdownTable, times } from './table.js'

const SINK = Buffer.alloc(256 * 1024)

const corpus = makeCorpus()
const templates: Templates = {
  prompts: new Map(corpus.prompts.map(({ id, pieces }) => [id, templateOf(pieces)])),
  includes: new Map([...corpus.includes].map(([id, pieces]) => [id, templateOf(pieces)])),
}
const sources = sourcesOf(templates, corpus.prompts)
const renders: readonly (readonly [name: string, render: Render])[] = [
  ['template literal behind a Map (limit)', byHand(await handWritten(corpus))],
  ['anvil.prompt(), every value checked', byPrompt(loadedPrompts(sources))],
  ['the engine alone behind a Map', byAnvil(compiledPrompts(sources))],
  ['mustache.render', byMustache(templates)],
  ['mustache Writer, tokens kept', byMustacheWriter(templates)],
]

/** Renders the whole corpus; writing to a buffer flattens each text, which V8 builds as a rope. */
const wholeCorpus = (render: Render) => (): void => {
  for (const { id, values } of corpus.prompts) SINK.write(render(id, values))
}

function requireSameTexts(): void {
  const [[, limit] = ['', undefined], ...others] = renders
  for (const { id, values } of corpus.prompts) {
    for (const [name, render] of others) {
      if (render(id, values) !== limit?.(id, values)) throw new Error(`${name} renders ${id} differently`)
    }
  }
}

function bytesPerCharacter(make: () => unknown): number {
  const characters = [...templates.prompts.values()].reduce((sum, { length }) => sum + length, 0)
  return bytesKept(make) / characters
}

/** All prompts compiled, as after a first render of each. */
function compileAll(): unknown {
  const compiled = compiledPrompts(sources)
  for (const template of compiled.values()) template.prepare()
  return compiled
}

requireSameTexts()
const ratios = compareInRounds(
  renders.map(([name, render]) => ({ name, run: wholeCorpus(render) })),
  { rounds: 80, roundMs: 20, clock: processorClock },
)
const allocated = renders.map(([, render]) => bytesAllocated(wholeCorpus(render)))
const rows = ratios.map((ratio, at) => ({ ...ratio, allocated: (allocated[at] ?? 0) / (allocated[0] ?? 1) }))
const kept = { anvil: bytesPerCharacter(compileAll), mustache: bytesPerCharacter(() => mustacheTokens(templates)) }

if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ benchmark: 'render', rows, kept_bytes_per_character: kept }, null, 2))
} else {
  const cells = rows.map(({ name, median, low, high, allocated }) => [
    name,
    times(median),
    `${times(low)} – ${times(high)}`,
    times(allocated),
  ])
  console.log(markdownTable(['render to flat bytes', 'median', 'spread', 'bytes allocated'], cells))
  console.log(
    `\nKept beside each template character: ${kept.anvil.toFixed(1)} bytes by Anvil, ${kept.mustache.toFixed(1)} by mustache's tokens.`,
  )
}
