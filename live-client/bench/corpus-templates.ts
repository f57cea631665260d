import type { Corpus, Piece } from './corpus.js'

/** A render function as a person would write it by hand. */
export type HandWritten = (values: Record<string, unknown>) => string

/** The Mustache template of some pieces; values in triple braces, so that no engine escapes them. */
export function templateOf(pieces: readonly Piece[]): string {
  return pieces.map(tagOf).join('')
}

function tagOf(piece: Piece): string {
  if (piece.kind === 'text') return piece.text
  if (piece.kind === 'value') return `{{{${piece.name}}}}`
  if (piece.kind === 'include') return `\n{{> ${piece.id}}}\n`
  const inner = piece.kind === 'list' ? `${piece.before}{{{title}}}${piece.after}` : piece.text
  return `{{#${piece.name}}}${inner}{{/${piece.name}}}`
}

const quoted = (text: string): string =>
  JSON.stringify(text).slice(1, -1).replaceAll('`', '\\`').replaceAll('${', '\\${')

function literalOf(piece: Piece, corpus: Corpus): string {
  if (piece.kind === 'text') return quoted(piece.text)
  if (piece.kind === 'value') return `\${v.${piece.name}}`
  if (piece.kind === 'condition') return `\${v.${piece.name} ? \`${quoted(piece.text)}\` : ''}`
  if (piece.kind === 'include') return `\n${literalsOf(corpus.includes.get(piece.id) ?? [], corpus)}`
  const item = `\`${quoted(piece.before)}\${item.title}${quoted(piece.after)}\``
  return `\${v.${piece.name}.map((item) => ${item}).join('')}`
}

function literalsOf(pieces: readonly Piece[], corpus: Corpus): string {
  return pieces.map((piece) => literalOf(piece, corpus)).join('')
}

/** One module with a template literal for each prompt, as an application without any template engine has them. */
export async function handWritten(corpus: Corpus): Promise<Map<string, HandWritten>> {
  const lines = corpus.prompts.map(({ id, pieces }) => {
    return `[${JSON.stringify(id)}, (v) => \`${literalsOf(pieces, corpus)}\`],`
  })
  const source = `export const prompts = new Map([\n${lines.join('\n')}\n])\n`
  const module: { prompts: Map<string, HandWritten> } = await import(
    `data:text/javascript;base64,${Buffer.from(source).toString('base64')}`
  )
  return module.prompts
}
