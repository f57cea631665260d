import { AnvilError, ApiKeyScope, ProjectRole } from '@anvil/shared'
import { describe, expect, it } from 'vitest'
import { requireOrganisationRight, requireRight } from './require-right.js'

const desk = { name: 'Support desk' }
const key = (scopes: ApiKeyScope[]) => ({ id: 'u', apiKey: { id: 'k', name: 'CI', scopes, projectId: null } })

function refusal(check: () => void): AnvilError | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    if (error instanceof AnvilError) return error
    throw error
  }
}

describe('a right in a project', () => {
  it('is told by name where it is missing, with the roles that carry it and those there are', () => {
    const error = refusal(() => requireRight({ id: 'u' }, { ...desk, roles: ['viewer', 'editor'] }, 'version.lock'))
    expect([error?.code, error?.message, error?.details]).toEqual([
      'auth.forbidden',
      'Only a reviewer of Support desk may lock versions, and you are a viewer and editor there. Ask an admin of the project for the role.',
      { right: 'version.lock', needs: ['reviewer'], has: ['viewer', 'editor'] },
    ])
  })

  it('needs the scope of an API key beside; some are nothing for keys', () => {
    const all = { ...desk, roles: ProjectRole.options }
    expect(refusal(() => requireRight(key(['draft']), all, 'draft.write'))).toBeUndefined()
    expect(refusal(() => requireRight(key([]), all, 'project.read'))).toBeUndefined()
    expect(refusal(() => requireRight(key(['draft']), all, 'publication.publish'))?.message).toBe(
      'The API key CI may not publish and roll back. Use a key with the scope "publish".',
    )
    const everything = key(ApiKeyScope.options)
    expect(refusal(() => requireRight(everything, all, 'project.manage'))).toBeUndefined()
    expect(refusal(() => requireRight(everything, all, 'policy.manage'))?.message).toContain('sign in for it')
    expect(refusal(() => requireRight(everything, all, 'member.manage'))?.message).toContain('No key may: sign in')
    const viewer = { ...desk, roles: ['viewer'] as const }
    expect(refusal(() => requireRight(everything, viewer, 'draft.write'))?.details).toMatchObject({ needs: ['editor'] })
  })
})

describe('a right in an organisation', () => {
  const engines = { name: 'Engines', role: 'admin' } as const

  it('is the owners’ or admins’, and of an API key no more than looking', () => {
    expect(refusal(() => requireOrganisationRight({ id: 'u' }, engines, 'project.create'))).toBeUndefined()
    const error = refusal(() => requireOrganisationRight({ id: 'u' }, engines, 'organisation.owners'))
    expect(error?.details).toEqual({ right: 'organisation.owners', needs: ['owner'], has: ['admin'] })
    const ofKey = key(ApiKeyScope.options)
    expect(refusal(() => requireOrganisationRight(ofKey, engines, 'organisation.read'))).toBeUndefined()
    expect(refusal(() => requireOrganisationRight(ofKey, engines, 'project.create'))?.code).toBe('auth.forbidden')
  })
})
