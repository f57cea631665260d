import { type Office, openOffice } from './content.js'
import { addPerson, environmentOf, type Person } from './factories.js'
import type { TestForge } from './forge.js'
import { type LockedSet, type PrintShop, printShop } from './print-shop.js'

/** What nobody reviewed, and who would like to see it in production. */
export interface Unreviewed {
  office: Office
  /** A member who wrote and approved nothing. */
  third: Person
  shop: PrintShop
  /** Runs in production at 1.0.0, with a draft in review that nobody approved and that staging took. */
  set: LockedSet
  /** How many there were before, which its name and ids tell. */
  count: number
  /** The id of a prompt of it. */
  id: (name: string) => string
  ids: { production: string; staging: string; locked: string; preRelease: string; digest: string }
}

/** Opens an office, in which each call makes another such prompt set. */
export async function unreviewedSets(forge: TestForge): Promise<() => Promise<Unreviewed>> {
  const office = await openOffice(forge)
  const third = await addPerson(forge, office.author, office.organisationId, { email: 'mary@example.com' })
  const shop = await printShop(office)
  let made = 0
  return async () => {
    const count = (made += 1)
    const id = (name: string): string => `d${count}.${name}`
    const set = await shop.locked(`Doors ${count}`, { [id('a')]: 'First' })
    await shop.publish(set)
    await set.move({ status: 'LIVE' }).expect(200)
    await set.write(id('a'), 'Nobody looked at this')
    await set.move({ status: 'REVIEW' }).expect(200)
    const draft = { prompt_set_id: set.id, draft: true }
    await shop.ask({ kind: 'publish', sets: [draft] }, { environment: 'staging' }).expect(201)
    const versions = await forge.ctx.db('versions').where({ prompt_set_id: set.id }).orderBy('created_at')
    const ids = {
      production: (await environmentOf(office.author, shop.projectId)).id,
      staging: (await environmentOf(office.author, shop.projectId, 'staging')).id,
      locked: versions[0].id,
      preRelease: versions[1].id,
      digest: versions[1].content_digest,
    }
    return { office, third, shop, set, count, id, ids }
  }
}
