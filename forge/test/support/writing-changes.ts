import { type Changes, ada, grace, inProject, named, idIn, drafted, locked, etagOf, SET } from './changes-desk.js'
import { lock } from './content.js'

/** What changes drafts, once each. */
export const WRITING_CHANGES: Changes = {
  'post /projects/:projectId/prompt-sets': [
    'prompt_set.created',
    () => ada.call('post', inProject('/prompt-sets')).send({ name: named() }),
  ],
  [`patch ${SET}`]: [
    'prompt_set.changed',
    async () => {
      const set = await drafted()
      return set
        .call('patch')
        .set('If-Match', await etagOf(set))
        .send({ name: named() })
    },
  ],
  [`delete ${SET}`]: [
    'prompt_set.deleted',
    async () => {
      const set = await drafted()
      return set.call('delete').set('If-Match', await etagOf(set))
    },
  ],
  [`put ${SET}/status`]: ['review.requested', async () => (await drafted()).move({ status: 'REVIEW' })],
  [`post ${SET}/prompts`]: [
    'prompt.created',
    async () => {
      const set = await drafted()
      return set.call('post', '/prompts').send({ id: `${idIn(set)}.more`, kind: 'text', template: 'More' })
    },
  ],
  [`put ${SET}/prompts`]: [
    'prompts.put',
    async () => {
      const set = await drafted()
      const prompts = { [`${idIn(set)}.one`]: { kind: 'text', template: 'One' } }
      return set
        .call('put', '/prompts')
        .set('If-Match', await etagOf(set))
        .send({ prompts })
    },
  ],
  [`put ${SET}/prompts/:promptId`]: [
    'prompt.changed',
    async () => {
      const set = await drafted()
      const path = `/prompts/${idIn(set)}`
      return set
        .call('put', path)
        .set('If-Match', await etagOf(set, path))
        .send({ kind: 'text', template: 'New' })
    },
  ],
  [`delete ${SET}/prompts/:promptId`]: [
    'prompt.deleted',
    async () => {
      const set = await drafted()
      const path = `/prompts/${idIn(set)}`
      return set.call('delete', path).set('If-Match', await etagOf(set, path))
    },
  ],
  [`post ${SET}/prompt-removals`]: [
    'prompts.deleted',
    async () => {
      const set = await drafted()
      const call = set.call('post', '/prompt-removals').set('If-Match', await etagOf(set))
      return call.send({ select: { ids: [idIn(set)] } })
    },
  ],
  [`post ${SET}/prompt-moves`]: [
    'prompts.moved',
    async () => {
      const [set, to] = [await drafted(), await drafted()]
      const call = set.call('post', '/prompt-moves').set('If-Match', await etagOf(set))
      return call.send({ select: { ids: [idIn(set)] }, to_prompt_set_id: to.id })
    },
  ],
  [`post ${SET}/imports`]: [
    'prompts.imported',
    async () => {
      const set = await drafted()
      const content = JSON.stringify({ [`${idIn(set)}.brought`]: 'Brought' })
      const call = set.call('post', '/imports').set('If-Match', await etagOf(set))
      return call.send({ format: 'json', content, dry_run: false })
    },
  ],
  [`post ${SET}/includes`]: [
    'includes.taken',
    async () => {
      const source = await locked()
      const set = await drafted(`{{> ${idIn(source)}}}`)
      await set.move({ status: 'REVIEW' }).expect(200)
      await source.move({ status: 'LIVE' }).expect(200)
      await source.write(idIn(source), 'Newer')
      await lock(source, grace)
      return set.call('post', '/includes').send({})
    },
  ],
  [`post ${SET}/versions/:version/restore`]: [
    'draft.restored',
    async () => {
      const set = await locked()
      await set.move({ status: 'LIVE' }).expect(200)
      await set.write(idIn(set), 'Otherwise')
      return set.call('post', '/versions/1.0.0/restore').set('If-Match', await etagOf(set))
    },
  ],
}
