import { Readable } from 'node:stream'
import { AnvilError } from '@anvil/shared'
import { describe, expect, it } from 'vitest'
import { type NumberedLine, openExport } from './read-export.js'

const ENVELOPE = {
  payloadType: 'application/vnd.anvil.audit-checkpoint.v1+json',
  payload: 'e30=',
  signatures: [{ keyid: 'a'.repeat(64), sig: 'c2ln' }],
}
const HEADER = {
  format: 1,
  kind: 'anvil-audit-export',
  forge_id: 'f',
  chain: 'forge',
  organisation: null,
  keysets: [ENVELOPE],
  first_seq: 1,
  anchor: null,
  head: ENVELOPE,
}
const ENTRY = {
  chain: 'forge',
  seq: 1,
  prev: null,
  number: 7,
  organisation_id: null,
  project_id: null,
  actor: { kind: 'user', id: 'u', name: 'Ada' },
  means: 'session',
  address: '127.0.0.1',
  action: 'session.started',
  target: 'u',
  details: { deep: [1, { more: null }] },
  request_id: 'r',
  created_at: '2026-11-21T10:00:00.000Z',
  hash: 'a'.repeat(64),
}
const text = (...lines: unknown[]): string =>
  lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('')

/** Reads all of what comes in at standard input. */
async function read(...chunks: (string | Buffer)[]): Promise<NumberedLine[]> {
  const { lines } = await openExport('-', Readable.from(chunks))
  const found: NumberedLine[] = []
  for await (const line of lines) found.push(line)
  return found
}

const refusal = async (...chunks: (string | Buffer)[]): Promise<AnvilError> => {
  const error: unknown = await read(...chunks).catch((reason: unknown) => reason)
  if (error instanceof AnvilError) return error
  throw new Error('It was read')
}

describe('an export', () => {
  it('is read line by line, with each line’s place in the file', async () => {
    const { header } = await openExport('-', Readable.from([text(HEADER)]))
    expect(header).toEqual(HEADER)
    expect(await read(text(HEADER, ENTRY, { checkpoint: ENVELOPE }))).toEqual([
      { line: 2, value: ENTRY },
      { line: 3, value: { checkpoint: ENVELOPE } },
    ])
  })

  it('may come in pieces, with the line ends of another system, and without the last one', async () => {
    const whole = text(HEADER, ENTRY, ENTRY)
    const bytes = Buffer.from(whole.replaceAll('Ada', 'Žofie'))
    const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, at) => bytes.subarray(at * 7, at * 7 + 7))
    const named = { ...ENTRY, actor: { ...ENTRY.actor, name: 'Žofie' } }
    expect((await read(...pieces)).map(({ value }) => value)).toEqual([named, named])
    expect(await read(whole.replaceAll('\n', '\r\n'))).toHaveLength(2)
    expect(await read(whole.trimEnd())).toHaveLength(2)
  })

  it('is refused where it is empty', async () => {
    for (const nothing of ['', '\n\n']) {
      const { code, message } = await refusal(nothing)
      expect([code, message]).toEqual(['audit_export.malformed', 'Standard input is empty.'])
    }
  })

  it.each<[string, unknown]>([
    ['no JSON', '{'],
    ['another file', { kind: 'anvil-bundle' }],
    ['of a later format', { ...HEADER, format: 2 }],
    ['signed by no keyset', { ...HEADER, keysets: [] }],
    ['from before its first entry', { ...HEADER, first_seq: 0 }],
    ['given more than a head has', { ...HEADER, note: 'trust me' }],
    ['one whose names stand twice', JSON.stringify(HEADER).replace('{', '{"chain":"other",')],
  ])('is refused where its head is %s', async (_, head) => {
    const { code, message, details } = await refusal(text(head, ENTRY))
    expect([code, details]).toEqual(['audit_export.malformed', { line: 1 }])
    expect(message).toBe('Line 1 is not the head of an audit export. Was the file cut short, or is it another one?')
  })

  it.each<[string, unknown]>([
    ['cut short', JSON.stringify(ENTRY).slice(0, -9)],
    ['no entry', []],
    ['given more than its hash covers', { ...ENTRY, approved_by: 'Ada' }],
    ['missing what its hash covers', { ...ENTRY, target: undefined }],
    ['by somebody of no kind', { ...ENTRY, actor: { ...ENTRY.actor, kind: 'god' } }],
    ['by no known means', { ...ENTRY, means: 'telepathy' }],
    ['at no place', { ...ENTRY, seq: 1.5 }],
    ['at no time', { ...ENTRY, created_at: 'yesterday' }],
    ['hashed by something else', { ...ENTRY, hash: 'A'.repeat(64) }],
    ['a checkpoint with something beside it', { checkpoint: ENVELOPE, seq: 1 }],
    ['one whose names stand twice', JSON.stringify(ENTRY).replace('{', '{"seq":2,')],
  ])('is refused where an entry is %s', async (_, entry) => {
    const { code, message, details } = await refusal(text(HEADER, ENTRY, entry, ENTRY))
    expect([code, details]).toEqual(['audit_export.malformed', { line: 3 }])
    expect(message).toContain('Line 3 is not an entry of an audit export.')
  })

  it('gives what is good before a line that is not', async () => {
    const { lines } = await openExport('-', Readable.from([text(HEADER, ENTRY, '{')]))
    expect((await lines.next()).value).toEqual({ line: 2, value: ENTRY })
    await expect(lines.next()).rejects.toThrow('Line 3')
  })

  it('is refused by its name where it can not be read', async () => {
    const file = '/nowhere/at/all.jsonl'
    await expect(openExport(file, Readable.from([]))).rejects.toMatchObject({
      code: 'file.unusable',
      message: expect.stringContaining(`The file ${file} can't be read: ENOENT`),
    })
  })
})
