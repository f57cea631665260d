import { InvalidArgumentError } from 'commander'

/** Reads the sequence of a publication, with or without its mark: `411` or `#411`. */
export function parseSequence(text: string): number {
  const [, digits] = /^#?(\d{1,15})$/.exec(text) ?? []
  if (digits !== undefined) return Number(digits)
  throw new InvalidArgumentError('Write a sequence, such as 411.')
}
