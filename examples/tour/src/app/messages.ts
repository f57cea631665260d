import { Mode, Position } from '@anvil/shared'
import { z } from 'zod'

/** What the tour asks an application. */
export const Question = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('render'), number: z.int(), id: z.string(), variables: z.record(z.string(), z.unknown()) }),
  z.object({ ask: z.literal('status'), number: z.int() }),
])
export type Question = z.infer<typeof Question>

const Answer = z.object({ tell: z.literal('answer'), number: z.int(), value: z.unknown() })

/** What an application tells: answers, and what happened to it; `at` is the wall clock in milliseconds. */
export const Message = z.discriminatedUnion('tell', [
  Answer,
  z.object({ tell: z.literal('started') }),
  z.object({ tell: z.literal('changed'), position: Position, at: z.number() }),
  z.object({ tell: z.literal('rejected'), code: z.string() }),
  z.object({ tell: z.literal('line'), line: z.string() }),
])
export type Message = z.infer<typeof Message>

/** A prompt as an application rendered it. */
export const RenderedAnswer = z.object({
  text: z.string(),
  version: z.string().nullable(),
  sequence: z.number().nullable(),
  reason: z.string(),
})
export type RenderedAnswer = z.infer<typeof RenderedAnswer>

/** The part of a status that the tour looks at. */
export const StatusAnswer = z.object({
  mode: Mode,
  state: z.string(),
  epoch: z.number().nullable(),
  sequence: z.number().nullable(),
  trust: z.string(),
  connection: z.object({ via: z.string() }),
  wanted: Position.nullable(),
  last_error: z.object({ code: z.string() }).nullable(),
})
export type StatusAnswer = z.infer<typeof StatusAnswer>
