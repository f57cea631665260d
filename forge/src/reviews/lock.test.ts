import { canonicalBytes, sha256Hex } from '@anvil/shared/bundle'
import { beforeAll, describe, expect, it } from 'vitest'
import { lock, type Office, openOffice } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'

const forge = testForge()
let office: Office
beforeAll(async () => {
  office = await openOffice(forge)
})

describe('locking', () => {
  it('makes 1.0.0 of a reviewed and approved draft, whose bytes are its bundle', async () => {
    const set = await office.newSet('Onboarding')
    await set.write('welcome.message', 'Welcome {{name}}!')
    const version = await lock(set, office.reviewer)
    expect(version).toMatchObject({ version: '1.0.0', kind: 'locked', prompt_count: 1, required_approvals: 1 })
    expect(version.approvals).toMatchObject([{ user: { id: office.reviewer.id }, own_work: false }])
    expect(version.authors.map(({ id }) => id)).toEqual([office.author.id])
    const { body, headers } = await set.call('get', '/versions/1.0.0/bundle').buffer(true).expect(200)
    const bytes = canonicalBytes(body)
    expect([sha256Hex(bytes), bytes.length]).toEqual([version.sha256, version.bytes])
    expect(headers['etag']).toBe(`"sha256-${version.sha256}"`)
    expect(body).toMatchObject({
      format: 1,
      prompt_set: 'onboarding',
      version: '1.0.0',
      snapshot: {
        'welcome.message': { template: 'Welcome {{name}}!', variables: { name: { type: 'string', required: true } } },
      },
      includes: {},
    })
    const after = await set.call('get').expect(200)
    expect(after.body).toMatchObject({ status: 'LOCKED', locked_version: '1.0.0' })
  })
})
