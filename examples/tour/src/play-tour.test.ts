import { tmpdir } from 'node:os'
import { expect, it } from 'vitest'
import { playTour } from './play-tour.js'
import type { Step } from './step.js'
import { World } from './world.js'

const world = new World(tmpdir())

async function played(story: Step[]): Promise<[boolean, string]> {
  const lines: string[] = []
  const held = await playTour(world, story, {}, (line) => lines.push(line))
  return [held, lines.join('\n')]
}

it('prints each step with what it saw and how long it took', async () => {
  const [held, output] = await played([{ title: 'It rains', play: async () => ['the street is wet'] }])
  expect(held).toBe(true)
  expect(output).toMatch(/1\. It rains\n {3}✓ the street is wet\n {3}\d+ ms\n\nAll 1 steps hold/)
})

it('ends at the first step that does not hold, and says which sentence was not true', async () => {
  const [held, output] = await played([
    { title: 'It rains', play: async () => Promise.reject(new Error('This does not hold: the street is wet')) },
    { title: 'Never played', play: async () => [] },
  ])
  expect(held).toBe(false)
  expect(output).toContain('✗ This does not hold: the street is wet')
  expect(output).not.toContain('Never played')
})

it('fails for whatever is thrown, and for nothing else', async () => {
  const all: [thrown: unknown, said: string][] = [
    ['a word', 'a word'],
    [undefined, 'undefined'],
    [new TypeError('a bug'), 'a bug'],
  ]
  for (const [thrown, said] of all) {
    const [held, output] = await played([{ title: 'It breaks', play: () => Promise.reject(thrown) }])
    expect(held).toBe(false)
    expect(output).toContain(`✗ ${said}`)
    expect(output).not.toContain('steps hold')
  }
  expect((await played([]))[0]).toBe(true)
})

it('plays the steps one after the other, in one world and environment', async () => {
  const seen: unknown[] = []
  const step = (title: string): Step => ({
    title,
    play: async (given, env) => {
      seen.push(title, given === world, env['NAME'])
      await Promise.resolve()
      seen.push(`${title} ended`)
      return []
    },
  })
  await playTour(world, [step('One'), step('Two')], { NAME: 'Ada' }, () => undefined)
  expect(seen).toEqual(['One', true, 'Ada', 'One ended', 'Two', true, 'Ada', 'Two ended'])
})
