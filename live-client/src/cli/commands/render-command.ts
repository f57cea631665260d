import { readFile } from 'node:fs/promises'
import { AnvilError } from '@anvil/shared/errors'
import { EXIT } from '@anvil/shared/exit-codes'
import type { Variables } from '@anvil/shared'
import { type Output, writeResult } from '../output.js'
import { type ClientFlags, withCore } from '../with-client.js'

export interface RenderFlags extends ClientFlags {
  /** `name=value`, again and again. */
  var?: string[]
  /** A JSON file with an object of values. */
  vars?: string
}

/** `anvil render`: what an application would get for a prompt, byte for byte; a newline only where the text ends in one. */
export async function renderCommand(id: string, flags: RenderFlags, output: Output): Promise<number> {
  const rendered = await withCore(flags, output, async (core) => {
    const { prompt } = core.prompts.entry(id)
    const given = Object.fromEntries((flags.var ?? []).map((text) => toValue(text, prompt.variables)))
    return core.prompts.render(id, { ...(await valuesIn(flags.vars)), ...given })
  })
  if (output.json) writeResult(output, rendered, [])
  else output.raw(rendered.text)
  return EXIT.ok
}

/** Text as it is for variables of type text; what is declared otherwise is read as JSON. */
function toValue(pair: string, variables: Variables): [string, unknown] {
  const at = pair.indexOf('=')
  const [name, text] = [pair.slice(0, at), pair.slice(at + 1)]
  if (at < 1) throw new AnvilError('config.invalid', `--var ${pair} is no pair. Write --var name=value.`)
  const type = Object.hasOwn(variables, name) ? (variables[name]?.type ?? 'string') : 'string'
  return [name, type === 'string' || type === 'enum' ? text : fromJson(text, `--var ${name}, of type ${type},`)]
}

async function valuesIn(path: string | undefined): Promise<Record<string, unknown>> {
  if (path === undefined) return {}
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AnvilError('file.unusable', `The file ${path} can't be read. Name a JSON file with the values.`, {
      cause,
    })
  })
  const values = fromJson(text, `The file ${path}`)
  if (typeof values === 'object' && values !== null && !Array.isArray(values)) return { ...values }
  throw new AnvilError('file.unusable', `The file ${path} holds no object. Write {"name": "value"}.`)
}

function fromJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AnvilError('config.invalid', `${what} is not JSON. Lists, objects, numbers and booleans are.`, { cause })
  }
}
