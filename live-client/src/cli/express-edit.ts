import { type FileEdit, readText } from './files/file-edit.js'

const NAMES = ['index', 'app', 'server', 'main']
const ENDINGS = ['ts', 'mts', 'js', 'mjs', 'cjs']
const APPLICATION = /^(?:const|let|var) (\w+) = express\(\);?$/m
const BY_HAND =
  "Express: write app.post('/anvil/receive', anvil.receiver()) above its body parsers, and await anvil.start()."
const notAwaited = (path: string): string =>
  `Express: ${path} is CommonJS, which can't await anvil.start() there. Render prompts once its promise has resolved; before that they throw client.not_ready.`

/** Mounts the receiver in the one file that makes an Express application; a note where that can't be done safely. */
export async function expressEdit(application: Record<string, unknown>): Promise<{ edit?: FileEdit; note?: string }> {
  const found: { path: string; before: string }[] = []
  for (const path of candidates(application)) {
    const before = await readText(path)
    if (before?.includes('.receiver()') === true) return {}
    if (before !== undefined && APPLICATION.test(before)) found.push({ path, before })
  }
  const [only, another] = found
  if (!only || another) return { note: BY_HAND }
  const edit = { ...only, after: mounted(only.before) }
  return isModule(only.before) ? { edit } : { edit, note: notAwaited(only.path) }
}

function candidates({ main }: Record<string, unknown>): string[] {
  const usual = ['', 'src/'].flatMap((folder) =>
    NAMES.flatMap((name) => ENDINGS.map((end) => `${folder}${name}.${end}`)),
  )
  return [...new Set([...(typeof main === 'string' ? [main.replace(/^\.\//, '')] : []), ...usual])]
}

const isModule = (source: string): boolean => /^import /m.test(source)

function mounted(source: string): string {
  const module = isModule(source)
  const semicolon = /^(?:const|let|var) \w+ = express\(\);$/m.test(source) ? ';' : ''
  const load = module
    ? `import { anvil } from '@anvil/live-client'${semicolon}\n`
    : `const { anvil } = require('@anvil/live-client')${semicolon}\n`
  const withRoute = source.replace(
    APPLICATION,
    (line, name: string) =>
      `${line}\n${module ? 'await' : 'void'} anvil.start()${semicolon}\n${name}.post('/anvil/receive', anvil.receiver())${semicolon}`,
  )
  return module ? afterImports(withRoute, load) : load + withRoute
}

function afterImports(source: string, line: string): string {
  const last = [...source.matchAll(/^import (?:[^'"]*? from )?['"][^'"]+['"];?$/gm)].at(-1)
  const at = last ? last.index + last[0].length + 1 : 0
  return source.slice(0, at) + line + source.slice(at)
}
