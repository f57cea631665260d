import type { ApiKeyScope } from '@anvil/shared'
import { describe, expect, it } from 'vitest'
import { ownWorkRefusal } from './own-work.js'

const program = (...scopes: ApiKeyScope[]) =>
  ({
    kind: 'user',
    id: 'u-1',
    requestId: 'r-1',
    address: '',
    apiKey: { id: 'k-1', name: 'Nightly', scopes, projectId: null },
  }) as const
const project = (keys_release_own_work: boolean) => ({ name: 'Support desk', keys_release_own_work })

describe('what a key of the same owner wrote', () => {
  it.each([
    ['a person who signed in', { kind: 'user', id: 'u-1', sessionId: 's-1', requestId: 'r-1', address: '' }],
    ['FORGE', { kind: 'system', id: 'jobs' }],
    ['a LIVE instance', { kind: 'instance', id: 'i-1', projectId: 'p-1' }],
  ] as const)('is judged by approvals alone for %s', (_who, actor) => {
    expect(ownWorkRefusal(actor, project(false), 'publish this')).toBeUndefined()
  })

  it('is released by a key where scope and project both allow it', () => {
    expect(ownWorkRefusal(program('own_work'), project(true), 'publish this')).toBeUndefined()
  })

  it.each<[string, ApiKeyScope[], boolean, RegExp]>([
    ['the scope', [], true, /Use a key with the scope "own_work"\.$/],
    ['the project', ['own_work'], false, /An admin of .*Support desk.* can allow it in the settings/],
    ['both', [], false, /An admin of .* to keys with the scope "own_work"\.$/],
  ])('is not where %s does not, and the way out is told', (_what, scopes, allows, message) => {
    const refusal = ownWorkRefusal(program(...scopes), project(allows), 'publish this')
    expect(refusal).toMatchObject({
      code: 'api_key.own_work',
      status: 403,
      message: expect.stringMatching(message),
      details: { needs_scope: 'own_work', keys_release_own_work: allows },
    })
    expect(refusal?.message).toMatch(
      /The API key .*Nightly.* may not publish this, which a key of the same owner wrote/,
    )
  })
})
