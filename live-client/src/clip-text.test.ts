import { Ack, Handshake } from '@anvil/shared'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { clipText } from './clip-text.js'
import { resolveOptions } from './options.js'

const wild = fc
  .array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\0', '\ud83d', '\udc4b', '👋', 'x')), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''))
const ack = { epoch: 1, sequence: 1, result: 'rejected', took_ms: 1 } as const

it('makes of any text one that FORGE takes, however it was cut', () => {
  fc.assert(
    fc.property(wild, fc.integer({ min: 0, max: 40 }), (text, most) => {
      const clipped = clipText(text, most)
      expect(clipped.length).toBeLessThanOrEqual(most)
      expect(Ack.safeParse({ ...ack, detail: clipped }).success).toBe(true)
      expect(Handshake.shape.instance.shape.app.safeParse(clipped).success).toBe(true)
    }),
  )
})

it('leaves a text alone that is short enough and text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(clipText(text, text.length)).toBe(text.replaceAll('\0', '\ufffd'))
    }),
  )
})

it('is how the name of an application is kept short', async () => {
  const given = { projectId: '7b0c8f4e-4a34-4b9e-9f52-2f1f5c1e9d10', environment: 'production' }
  const { app } = await resolveOptions({ ...given, instance: { app: `${'x'.repeat(255)}👋` } }, 'folder', {})
  expect(app).toBe(`${'x'.repeat(255)}\ufffd`)
})

it.each([{ a: '\ud83d' }, { '\0': 'a' }, { a: 'b\0' }])(
  'lets no label %j through, which FORGE would refuse',
  async (labels) => {
    const given = { projectId: '7b0c8f4e-4a34-4b9e-9f52-2f1f5c1e9d10', environment: 'production' }
    await expect(resolveOptions({ ...given, instance: { labels } }, 'folder', {})).rejects.toThrow(
      'the option instance.labels',
    )
  },
)
