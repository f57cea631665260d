import { beforeAll, describe, expect, it } from 'vitest'
import { firstAdmin, newProject } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { renewHeads } from './freshness.js'

let now = new Date('2026-06-01T12:00:00Z')
const forge = testForge({ now: () => now })
const minutes = (count: number) => (now = new Date(now.getTime() + count * 60_000))

interface HeadRow {
  environment_id: string
  sequence: number
  envelope: Buffer
  issued_at: Date
  expires_at: Date
}
const heads = (): Promise<HeadRow[]> => forge.ctx.db('environment_heads').orderBy('environment_id')
const contentOf = ({ envelope }: HeadRow) => {
  const {
    issued_at: _,
    expires_at: __,
    ...content
  } = JSON.parse(Buffer.from(JSON.parse(envelope.toString()).payload, 'base64').toString())
  return content
}

beforeAll(async () => {
  const admin = await firstAdmin(forge)
  await newProject(admin, admin.organisation.id)
})

describe('renewing heads', () => {
  it('leaves those alone that are younger than 50 minutes', async () => {
    minutes(49)
    expect(await renewHeads(forge.ctx)).toBe(0)
  })

  it('signs the older ones again: the same content, new times', async () => {
    const before = await heads()
    minutes(2)
    expect(await renewHeads(forge.ctx)).toBe(3)
    const after = await heads()
    expect(after.map(contentOf)).toEqual(before.map(contentOf))
    for (const head of after) {
      expect(head.issued_at).toEqual(now)
      expect(head.expires_at.getTime() - now.getTime()).toBe(7 * 24 * 3_600_000)
    }
    expect(await renewHeads(forge.ctx)).toBe(0)
  })

  it('is done once where two nodes are at it', async () => {
    minutes(60)
    const counts = await Promise.all([renewHeads(forge.ctx), renewHeads(forge.ctx)])
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3)
  })

  it('never lets the time of issue fall, though the clock did', async () => {
    const [head] = await heads()
    const previous = head?.issued_at ?? now
    now = new Date(previous.getTime() - 3_600_000)
    const content = { project_id: head?.environment_id ?? '', environment: 'production', sequence: 1, bundles: [] }
    const signer = await forge.ctx.signing.current(forge.ctx.db)
    expect(signer.signManifest(content, previous).issuedAt).toEqual(previous)
  })
})
