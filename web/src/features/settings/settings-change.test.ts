import { describe, expect, it } from 'vitest'
import { changeOf, isApprovals, settingsOf, whyNotSaved, withoutSaved } from './settings-change.js'

const project = {
  name: 'Difference',
  description: '',
  required_approvals: 1,
  show_token_values: true,
  keys_release_own_work: false,
}

describe('settings that are saved', () => {
  it('are those alone that say something else than the project does now', () => {
    expect(changeOf(project, { name: 'Engine', description: '', required_approvals: '2' })).toEqual({
      name: 'Engine',
      required_approvals: 2,
    })
    const since = { ...project, name: 'Engine' }
    expect(changeOf(since, { name: 'Engine', keys_release_own_work: true })).toEqual({ keys_release_own_work: true })
    expect(changeOf(project, settingsOf(project))).toEqual({})
  })

  it('are without the spaces around a name', () => {
    expect(changeOf(project, { name: ' Difference ' })).toEqual({})
    expect(changeOf(project, { name: ' Engine ' })).toEqual({ name: 'Engine' })
  })
})

describe('settings that can’t be saved', () => {
  it('say why', () => {
    expect(whyNotSaved(project, {})).toBe('These are the settings already.')
    expect(whyNotSaved(project, { name: '  ' })).toBe('Give the project a name first.')
    expect(whyNotSaved(project, { required_approvals: '' })).toContain('a number from 0 to 20')
    expect(whyNotSaved(project, { show_token_values: false })).toBeUndefined()
  })

  it.each(['', '-1', '21', '1.5', '1e1', 'two', ' 1'])('have no number of approvals in %j', (text) => {
    expect(isApprovals(text)).toBe(false)
  })

  it.each(['0', '1', '20'])('have one in %j', (text) => {
    expect(isApprovals(text)).toBe(true)
  })
})

it('goes on with what was edited while something was saved', () => {
  const sent = { name: 'Engine', description: 'Old' }
  expect(withoutSaved({ ...sent, description: 'New', show_token_values: false }, sent)).toEqual({
    description: 'New',
    show_token_values: false,
  })
  expect(withoutSaved(sent, sent)).toEqual({})
})
