import { describe, expect, it } from 'vitest'
import { missingOrganisationRight, missingRight } from './missing-right.js'
import { ORGANISATION_RIGHTS, ProjectRole, Right, rightsOf } from './rights.js'

describe('a right that is missing', () => {
  it('is said with the roles that carry it, those there are, and who can give one', () => {
    expect(missingRight({ name: 'Support desk', roles: ['viewer', 'editor'] }, 'version.lock')).toBe(
      'Only a reviewer of Support desk may lock versions, and you are a viewer and editor there. Ask an admin of the project for the role.',
    )
    expect(missingRight({ name: 'Desk', roles: ['viewer'] }, 'review.comment')).toContain(
      'Only an editor, reviewer, publisher or admin of Desk may comment on a review',
    )
  })

  it('is said of exactly those that the table does not give', () => {
    for (const role of ProjectRole.options) {
      const may = Right.options.filter((right) => missingRight({ name: 'Desk', roles: [role] }, right) === undefined)
      expect(may).toEqual(rightsOf([role]))
    }
  })

  it('is said of an organisation too', () => {
    expect(missingOrganisationRight({ name: 'Engines', role: 'member' }, 'project.create')).toBe(
      'Only an owner or admin of Engines may make projects, and you are a member there. Ask one of them.',
    )
    expect(missingOrganisationRight({ name: 'Engines', role: 'admin' }, 'project.create')).toBeUndefined()
    expect(missingOrganisationRight({ name: 'Engines', role: 'admin' }, 'organisation.owners')).toContain(
      'Only an owner of',
    )
    expect(ORGANISATION_RIGHTS['organisation.owners'].roles).toEqual(['owner'])
  })

  it('keeps the sentence in its order, whatever the name runs', () => {
    expect(missingRight({ name: 'תמיכה', roles: ['viewer'] }, 'draft.write')).toContain('\u2068תמיכה\u2069')
  })
})
