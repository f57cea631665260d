import { describe, expect, it } from 'vitest'
import { isTouched } from './touched-by.js'

const [PROJECT, SET, OTHER] = ['p1', 's1', 's2']
const inProject = (...rest: string[]) => ['projects', PROJECT, ...rest]
const KEYS = {
  project: inProject(),
  environments: inProject('environments'),
  head: inProject('environments', 'production', 'head'),
  publications: inProject('environments', 'production', 'publications'),
  deliveries: inProject('environments', 'production', 'publications', 'x', 'deliveries'),
  instances: inProject('environments', 'production', 'instances'),
  preview: inProject('environments', 'production', 'preview'),
  tokens: inProject('access-tokens'),
  sets: inProject('prompt-sets'),
  set: inProject('prompt-sets', SET),
  prompt: inProject('prompt-sets', SET, 'prompts', 'one', 'welcome'),
  draft: inProject('prompt-sets', SET, 'draft'),
  otherSet: inProject('prompt-sets', OTHER),
  audit: inProject('audit'),
  elsewhere: ['projects', 'p2', 'prompt-sets'],
  waiting: ['waiting-reviews'],
  organisations: ['organisations'],
}
/** The queries that a hint touches, by name. */
const touched = (hint: Parameters<typeof isTouched>[1]): string[] =>
  Object.entries(KEYS).flatMap(([name, key]) => (isTouched(PROJECT, hint, key) ? [name] : []))

describe('a hint', () => {
  it.each([
    [{ what: 'prompts', prompt_set_id: SET }, ['sets', 'set', 'prompt', 'audit', 'waiting']],
    [{ what: 'review', prompt_set_id: OTHER }, ['sets', 'otherSet', 'audit', 'waiting']],
    [{ what: 'prompt_set' }, ['sets', 'set', 'prompt', 'otherSet', 'audit', 'waiting']],
    [{ what: 'publication' }, ['environments', 'head', 'publications', 'deliveries', 'instances', 'audit']],
    [{ what: 'delivery' }, ['deliveries']],
    [{ what: 'fleet' }, ['instances']],
    [{ what: 'tokens' }, ['tokens', 'audit']],
  ] as const)('%j touches what shows it', (hint, names) => {
    expect(touched(hint)).toEqual(names)
  })

  it('of the whole project touches all of it, but for what somebody approves or confirms', () => {
    const all = Object.keys(KEYS).filter((name) => !['preview', 'draft', 'elsewhere', 'organisations'].includes(name))
    expect(touched({ what: 'project' })).toEqual(all)
  })
})
