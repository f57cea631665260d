import { describe, expect, it } from 'vitest'
import { Redrawn } from './redrawn.js'

function drawn(columns: number | undefined, ...blocks: string[][]): string {
  let seen = ''
  const take = (text: string): void => void (seen += text)
  const drawing = new Redrawn({ result: take, message: take, raw: take, json: false, columns })
  for (const lines of blocks) drawing.draw(lines)
  return seen
}

describe('a block that is drawn again', () => {
  it('takes the place of the one before on a terminal', () => {
    expect(drawn(80, ['a', 'b'], ['c'])).toBe('a\nb\n\u001B[2A\u001B[Jc\n')
  })

  it('counts the rows of a line that the terminal folded, and an empty line as one', () => {
    expect(drawn(4, ['12345678', '123456789', ''], ['c'])).toBe('12345678\n123456789\n\n\u001B[6A\u001B[Jc\n')
  })

  it('follows after an empty line, without any marks, where there is no terminal', () => {
    expect(drawn(undefined, ['a', 'b'], ['c'])).toBe('a\nb\n\nc\n')
  })
})
