import { expect, it } from 'vitest'
import { z } from 'zod'
import { parse } from './parse.js'

const Input = z.object({ name: z.string(), age: z.number() })

it('returns what fits the schema', () => {
  expect(parse(Input, { name: 'Ada', age: 36 })).toEqual({ name: 'Ada', age: 36 })
})

it('names each field that does not fit', () => {
  expect(() => parse(Input, { name: 7 })).toThrowError(
    expect.objectContaining({
      code: 'request.invalid',
      details: { problems: [expect.objectContaining({ path: 'name' }), expect.objectContaining({ path: 'age' })] },
    }),
  )
})

it('raises the code it was given', () => {
  expect(() => parse(Input, null, 'bundle.malformed')).toThrowError(
    expect.objectContaining({ code: 'bundle.malformed' }),
  )
})
