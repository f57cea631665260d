import { seededRandom } from './random.js'

/** A piece of a generated prompt, from which both its template and its hand-written twin are made. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly name: string }
  | { readonly kind: 'list'; readonly name: string; readonly before: string; readonly after: string }
  | { readonly kind: 'condition'; readonly name: string; readonly text: string }
  | { readonly kind: 'include'; readonly id: string }

/** A prompt of the corpus with values that fill it. */
export interface CorpusPrompt {
  readonly id: string
  readonly pieces: readonly Piece[]
  readonly values: Record<string, unknown>
}

/** Prompts, and the texts they include. */
export interface Corpus {
  readonly prompts: readonly CorpusPrompt[]
  readonly includes: ReadonlyMap<string, readonly Piece[]>
}

const LATIN =
  'you are a careful assistant answer the question below in plain words cite each source that supports it and say so when nothing does keep the tone of the customer never invent numbers list steps one by one'
const OTHER =
  'あなたは 丁寧な アシスタント です 質問に 短く 答えて ください 出典を 示し 分からない ときは そう 言って ください'
const NAMES = ['name', 'product', 'question', 'language', 'deadline'] as const

class CorpusWriter {
  readonly #random = seededRandom(20_260_115)

  /** Running text of about as many characters. */
  text(characters: number, words: readonly string[]): string {
    let text = ''
    while (text.length < characters) {
      text += words[Math.floor(this.#random() * words.length)] ?? ''
      text += this.#random() < 0.08 ? '.\n' : ' '
    }
    return text
  }

  /** The size of a prompt, 1.2 KB in the middle. */
  size(at: number): number {
    return at % 100 === 7 ? 30_000 + this.#random() * 10_000 : 1_200 * 2 ** ((this.#random() - 0.5) * 3)
  }

  prompt(at: number): CorpusPrompt {
    const words = (at % 10 === 3 ? OTHER : LATIN).split(' ')
    const share = this.size(at) / (NAMES.length + 1)
    const pieces: Piece[] = [{ kind: 'text', text: this.text(share, words) }]
    for (const name of NAMES) pieces.push({ kind: 'value', name }, { kind: 'text', text: this.text(share, words) })
    if (at % 20 === 5) pieces.push({ kind: 'list', name: 'items', before: '- ', after: ` (${words[2]})\n` })
    if (at % 20 === 15) pieces.push({ kind: 'condition', name: 'formal', text: this.text(60, words) })
    if (at % 20 === 9) pieces.push({ kind: 'include', id: `shared.tone${at % 3}` })
    return { id: `set${at % 17}.prompt${at}`, pieces, values: this.values(words, pieces) }
  }

  /** Values for the names of some pieces. */
  values(words: readonly string[], pieces: readonly Piece[]): Record<string, unknown> {
    const used = new Set(pieces.map((piece) => ('name' in piece ? piece.name : '')))
    const all = {
      name: 'Ada Lovelace',
      product: this.text(12, words).trim(),
      question: this.text(80, words).trim(),
      language: 'English',
      deadline: '2026-01-15',
      items: [1, 2, 3, 4].map(() => ({ title: this.text(15, words).trim() })),
      formal: this.#random() < 0.5,
    }
    return Object.fromEntries(Object.entries(all).filter(([name]) => used.has(name)))
  }
}

/** 1,000 prompts: 1.2 KB in the middle, 5 variables, a tenth with sections or loops, 5 % with includes, 1 % over 30 KB. */
export function makeCorpus(count = 1_000): Corpus {
  const writer = new CorpusWriter()
  const prompts = Array.from({ length: count }, (_, at) => writer.prompt(at))
  const tones = [0, 1, 2].map((at): [string, Piece[]] => [
    `shared.tone${at}`,
    [
      { kind: 'text', text: writer.text(200, LATIN.split(' ')) },
      { kind: 'value', name: 'language' },
      { kind: 'text', text: '.\n' },
    ],
  ])
  return { prompts, includes: new Map(tones) }
}
