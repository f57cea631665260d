import { renderTemplate } from '@anvil/shared/template'
import { expect, it } from 'vitest'
import { STORY } from './story.js'
import { renderedText, TEXTS, VARIABLES } from './texts.js'
import { World } from './world.js'

it('says which step is missing, where one is played before it', () => {
  const world = new World('/nowhere')
  expect(() => world.project).toThrow('The first step makes the project')
  expect(() => world.firstEnvelope).toThrow('The second step records the manifest')
  expect(() => world.forge.url).toThrow('FORGE was not started yet')
  expect(() => world.connection('http://localhost')).toThrow('The first step')
})

it('gives each process a folder of its own', () => {
  const world = new World('/tour')
  const folders = [world.forge.dataDir, ...world.apps.map((app) => app.cacheDir)]
  expect(folders).toEqual(['/tour/forge', '/tour/first-app', '/tour/second-app'])
  world.forge.moveTo('/tour/backup')
  expect(world.forge.dataDir).toBe('/tour/backup')
})

it('closes, also where nothing was started, and twice', async () => {
  const world = new World('/nowhere')
  await world.close()
  await world.close()
  expect(world.first.lines).toEqual([])
})

it('does not ask an application that was never started', async () => {
  const { first } = new World('/nowhere')
  await expect(first.status()).rejects.toThrow('The first application ended by itself')
  await expect(first.changedTo(1)).rejects.toThrow('ended by itself')
})

it('expects of each text what the engine makes of it', () => {
  for (const number of [0, 1, 2] as const) {
    expect(renderedText(number)).toBe(renderTemplate(TEXTS[number], VARIABLES))
    expect(renderedText(number)).not.toContain('{{')
  }
  expect(new Set([0, 1, 2].map((number) => TEXTS[number])).size).toBe(3)
})

it('tells each of its steps once', () => {
  const titles = STORY.map(({ title }) => title)
  expect(new Set(titles).size).toBe(titles.length)
  for (const title of titles) expect(title).toMatch(/^[A-Z].*[^.]$/)
})
