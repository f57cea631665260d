import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { createSecretBox } from './secret-box.js'

const box = createSecretBox(randomBytes(32))
const secret = Buffer.from('the root key')

it('gives back what was put in', () => {
  expect(box.open(box.seal(secret, 'root'), 'root')).toEqual(secret)
})

it('never makes the same bytes twice', () => {
  expect(box.seal(secret, 'root')).not.toEqual(box.seal(secret, 'root'))
})

it('refuses another purpose, another key and changed bytes', () => {
  const sealed = box.seal(secret, 'root')
  expect(() => box.open(sealed, 'token')).toThrow()
  expect(() => createSecretBox(randomBytes(32)).open(sealed, 'root')).toThrow()
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
    expect(() => box.open(changed, 'root')).toThrow()
  }
})

it('derives different keys for different uses', () => {
  expect(box.derive('sessions')).not.toEqual(box.derive('storage'))
})
