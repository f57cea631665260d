import { expect, it } from 'vitest'
import { commandsFor } from './commands.js'

it('writes every command for the address at which the page was opened', () => {
  const commands = commandsFor('https://tools.example/anvil')
  expect(commands.signIn).toContain('curl -s https://tools.example/anvil/api/v1/sessions ')
  expect(commands.look).toContain('curl -s https://tools.example/anvil/api/v1/organisations ')
  expect(commands.connect.split('\n')[0]).toBe('ANVIL_FORGE_URL=https://tools.example/anvil')
})

it('gives a sign-in body that is JSON', () => {
  const body = /-d '(.*)'/.exec(commandsFor('http://localhost:4000').signIn)?.[1] ?? ''
  expect(Object.keys(JSON.parse(body))).toEqual(['email', 'password'])
})
