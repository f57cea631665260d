import { approve, draftDigest, lock, moveTo, readPromptSet, writeText } from '../forge/prompt-set.js'
import { publish, readHead } from '../forge/publications.js'
import { refusedWith } from '../forge/refused-with.js'
import { equals } from '../holds.js'
import type { Step } from '../step.js'
import { TEXTS } from '../texts.js'

export const firstVersion: Step = {
  title: 'Edit → review → approve → lock → publish',
  play: async ({ project }) => {
    await moveTo(project, 'REVIEW')
    const digest = await draftDigest(project)
    const own = await refusedWith(approve(project, digest, 'author'))
    const early = await refusedWith(lock(project, digest))
    await approve(project, digest, 'reviewer')
    await writeText(project, TEXTS[1])
    const voided = await refusedWith(lock(project, await draftDigest(project)))
    await writeText(project, TEXTS[0])
    const undone = await draftDigest(project)
    const version = await lock(project, digest)
    const edit = await refusedWith(writeText(project, TEXTS[1]))
    const { sequence } = await publish(project, version)
    const head = await readHead(project)
    return [
      equals('the author may not approve their own text', own, 'approval.own_work'),
      equals('without an approval it does not lock', early, 'approval.missing'),
      equals('an edit voids the approval', voided, 'approval.missing'),
      equals('taken back, the text is the approved one again', undone, digest),
      equals('the first version is 1.0.0', version, '1.0.0'),
      equals('the prompt set is LOCKED', (await readPromptSet(project)).status, 'LOCKED'),
      equals('nobody edits a LOCKED prompt set', edit, 'prompt_set.locked'),
      equals(`production runs 1.0.0 at sequence ${sequence}`, head, { sequence, versions: [version] }),
    ]
  },
}
