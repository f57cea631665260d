import { describe, expect, it } from 'vitest'
import { ApiKeyScope, ORGANISATION_RIGHTS, ProjectRole, Right, rightsOf, Role, roleMay, rolesMay } from './rights.js'

describe('the rights of a project', () => {
  it('are those of the product: editing and deploying apart', () => {
    const table = Object.fromEntries(ProjectRole.options.map((role) => [role, rightsOf([role])]))
    expect(table).toEqual({
      viewer: ['project.read'],
      editor: ['project.read', 'draft.write', 'review.request', 'review.comment'],
      reviewer: ['project.read', 'review.comment', 'review.approve', 'version.lock', 'waiver.give'],
      publisher: ['project.read', 'review.comment', 'publication.publish'],
      admin: [
        'project.read',
        'review.comment',
        'project.manage',
        'release.rules',
        'token.manage',
        'member.manage',
        'policy.manage',
      ],
    })
  })

  it('add up over several roles, and are all there with all roles; no role, no right', () => {
    expect(rightsOf(ProjectRole.options)).toEqual(Right.options)
    expect(rightsOf([])).toEqual([])
    expect(rolesMay(['viewer', 'publisher'], 'publication.publish')).toBe(true)
    expect(rolesMay(['viewer', 'publisher'], 'draft.write')).toBe(false)
  })

  it('narrow to the scopes of an API key, which never gives roles or waivers, nor changes the policy or what a release needs', () => {
    const all = ProjectRole.options
    expect(rightsOf(all, [])).toEqual(['project.read'])
    expect(rightsOf(all, ['draft'])).toEqual(['project.read', 'draft.write', 'review.request', 'review.comment'])
    expect(rightsOf(['viewer'], ApiKeyScope.options)).toEqual(['project.read'])
    const left = Right.options.filter((right) => !rightsOf(all, ApiKeyScope.options).includes(right))
    expect(left).toEqual(['waiver.give', 'release.rules', 'member.manage', 'policy.manage'])
  })
})

describe('the rights of an organisation', () => {
  it('are the admins’, but for looking; owners are made by owners', () => {
    const names = Object.keys(ORGANISATION_RIGHTS).filter((name) => name in ORGANISATION_RIGHTS)
    expect(names).toHaveLength(5)
    const table = Role.options.map((role) => [
      roleMay(role, 'organisation.read'),
      roleMay(role, 'organisation.members'),
      roleMay(role, 'project.create'),
      roleMay(role, 'organisation.owners'),
    ])
    expect(table).toEqual([
      [true, true, true, true],
      [true, true, true, false],
      [true, false, false, false],
    ])
  })
})
