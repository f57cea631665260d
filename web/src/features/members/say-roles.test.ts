import { ProjectRole } from '@anvil/shared'
import { MEMBER_ROLES } from '@anvil/shared/api'
import { describe, expect, it } from 'vitest'
import { givable, ROLE_CHOICES, sayInProjects, sayLoss, sayRoles } from './say-roles.js'

describe('roles in words', () => {
  it('say that somebody is a viewer only where they are nothing else', () => {
    expect([sayRoles([]), sayRoles(['viewer'])]).toEqual(['viewer', 'viewer'])
    expect(sayRoles(MEMBER_ROLES)).toBe('editor, reviewer, publisher')
  })

  it('are all of them for owners and admins, whatever is kept of them as members', () => {
    expect(sayInProjects({ role: 'member', roles: ['viewer', 'editor'] })).toBe('editor')
    expect(sayInProjects({ role: 'admin', roles: ['viewer'] })).toBe('every role')
    expect(sayInProjects({ role: 'owner', roles: [] })).toBe('every role')
  })

  it('can all be chosen but that of viewers, which everybody has', () => {
    expect(['viewer', ...ROLE_CHOICES.map(({ value }) => value)]).toEqual(ProjectRole.options)
  })

  it('lets only owners make owners', () => {
    expect(givable('owner').map(({ value }) => value)).toEqual(['owner', 'admin', 'member'])
    expect(givable('admin').map(({ value }) => value)).toEqual(['admin', 'member'])
  })

  it('say what is lost with them', () => {
    const loss = sayLoss({ role: 'member', roles: ['viewer', 'reviewer'] }, 'Engines')
    expect(loss).toContain('They see Engines and its projects no more, and are no longer reviewer there.')
    expect(sayLoss({ role: 'admin', roles: [] }, 'Engines')).toContain('no longer admin')
  })
})
