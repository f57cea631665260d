import { isolate } from '@anvil/shared'
import type { AnvilError } from '@anvil/shared'
import { z } from 'zod'

const Missing = z.object({ names: z.array(z.string()).min(1) })

/** Why a preview can't be shown, said to the person who fills in the examples. */
export function sayUnrendered({ code, message, details }: AnvilError): string {
  const missing = code === 'variable.missing' ? Missing.safeParse(details) : undefined
  if (missing?.success !== true) return message
  const { names } = missing.data
  return `Give ${names.length === 1 ? 'an example' : 'examples'} for ${names.map(isolate).join(', ')} to see the text filled in.`
}
