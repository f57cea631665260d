import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import {
  ApproveInput,
  ChangePromptSetInput,
  ChangeStatusInput,
  CreatePromptInput,
  CreatePromptSetInput,
  DiffQuery,
  EnvironmentChange,
  FleetProofInput,
  ImportInput,
  KeysetQuery,
  NewAccessToken,
  NewEnvironment,
  NewMember,
  NewProject,
  ProjectChange,
  PromptQuery,
  PublicationQuery,
  PutPromptsInput,
  SetupInput,
  SignInInput,
  TakeIncludesInput,
  TokenRotation,
  VariableInput,
} from './index.js'

const x = (length: number): string => 'x'.repeat(length)
const many = <T>(length: number, item: T): T[] => Array.from({ length }, () => item)
const taken = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success

const text = { kind: 'text', template: '' }
const person = { email: 'ada@example.com', password: x(12) }
const setup = { code: 'c', ...person, organisation: { name: 'o' } }
const address = (length: number): string => {
  const domain = `${`${x(60)}.`.repeat(3)}example.com`
  return `${x(length - domain.length - 1)}@${domain}`
}
const envelope = { payloadType: 't', payload: '', signatures: [{ keyid: '0'.repeat(64), sig: '' }] }
const files = (count: number): object => ({ format: 'files', files: many(count, { name: 'a.md', text: '' }) })
const csv = { format: 'csv', content: '' }

describe('a request is taken up to its limit, and not one step beyond', () => {
  it.each<[string, z.ZodType, unknown, unknown]>([
    ['a name of 200 characters', NewProject, { name: x(200) }, { name: x(201) }],
    ['a name of one', NewProject, { name: 'x' }, { name: ' ' }],
    ['a description of 2,000', NewProject, { name: 'p', description: x(2_000) }, { name: 'p', description: x(2_001) }],
    ['a slug of 64', NewProject, { name: 'p', slug: x(64) }, { name: 'p', slug: x(65) }],
    ['20 approvals', ProjectChange, { required_approvals: 20 }, { required_approvals: 21 }],
    ['no approval', ProjectChange, { required_approvals: 0 }, { required_approvals: -1 }],
    ['whole approvals', EnvironmentChange, { required_approvals: 1 }, { required_approvals: 0.5 }],
    ['one kind', EnvironmentChange, { allowed_kinds: ['live'] }, { allowed_kinds: [] }],
    ['a password of 12', SetupInput, setup, { ...setup, password: x(11) }],
    ['a password of 1,000', SetupInput, { ...setup, password: x(1_000) }, { ...setup, password: x(1_001) }],
    ['a password to sign in', SignInInput, { ...person, password: x(1_000) }, { ...person, password: x(1_001) }],
    ['an address to sign in', SignInInput, { ...person, email: x(254) }, { ...person, email: x(255) }],
    ['an address of 254', NewMember, { email: address(250) }, { email: address(255) }],
    ['a member', NewMember, { ...person, role: 'owner' }, { ...person, role: 'root' }],
    ['an overlap of 30 days', TokenRotation, { overlap_seconds: 2_592_000 }, { overlap_seconds: 2_592_001 }],
    ['no overlap', TokenRotation, { overlap_seconds: 0 }, { overlap_seconds: -1 }],
    ['a note of 2,000', ChangeStatusInput, noted(2_000), noted(2_001)],
    ['a digest of 64', ApproveInput, { content_digest: '0'.repeat(64) }, { content_digest: '0'.repeat(65) }],
    ['a digest in lower case', ApproveInput, { content_digest: 'a'.repeat(64) }, { content_digest: 'A'.repeat(64) }],
    ['one include', TakeIncludesInput, { ids: ['a.b'] }, { ids: [] }],
    ['1,000 values of an enum', VariableInput, anEnum(1_000), anEnum(1_001)],
    ['one value of an enum', VariableInput, anEnum(1), anEnum(0)],
    ['1,000 messages', CreatePromptInput, aChat(1_000), aChat(1_001)],
    ['one message', CreatePromptInput, aChat(1), aChat(0)],
    ['an id of 128', CreatePromptInput, { ...text, id: x(128) }, { ...text, id: x(129) }],
    ['delimiters of 16', CreatePromptInput, delimited(x(16)), delimited(x(17))],
    ['delimiters of one', CreatePromptInput, delimited('|'), delimited('')],
    ['one prompt', PutPromptsInput, { prompts: { a: text } }, { prompts: {} }],
    ['a variable’s name of 200', CreatePromptInput, declaring(x(200)), declaring(x(201))],
    ['a page of 500 prompts', PromptQuery, { limit: '500' }, { limit: '501' }],
    ['a page of one', PromptQuery, { limit: '1' }, { limit: '0' }],
    ['words to look for', PromptQuery, { q: x(200) }, { q: x(201) }],
    ['a page of 100 publications', PublicationQuery, { limit: '100' }, { limit: '101' }],
    ['publications before a sequence', PublicationQuery, { before: '0' }, { before: '-1' }],
    ['keysets from a number', KeysetQuery, { from: '0' }, { from: '-1' }],
    ['1,000 keysets', FleetProofInput, proof(1_000), proof(1_001)],
    ['20,000 files', ImportInput, files(20_000), files(20_001)],
    ['one file', ImportInput, files(1), files(0)],
    ['a prefix of 32', ImportInput, { ...csv, prefix: x(32) }, { ...csv, prefix: x(33) }],
    ['a column of 200', ImportInput, { ...csv, map: { id: x(200) } }, { ...csv, map: { id: x(201) } }],
  ])('%s', (_, schema, most, more) => {
    expect(taken(schema, most)).toBe(true)
    expect(taken(schema, more)).toBe(false)
  })

  function noted(length: number): object {
    return { status: 'LOCKED', note: x(length) }
  }
  function anEnum(count: number): object {
    return { type: 'enum', values: many(count, 'x') }
  }
  function aChat(count: number): object {
    return { kind: 'chat', id: 'a', messages: many(count, { role: 'user', template: '' }) }
  }
  function delimited(mark: string): object {
    return { ...text, id: 'a', delimiters: [mark, mark] }
  }
  function declaring(name: string): object {
    return { ...text, id: 'a', variables: { [name]: {} } }
  }
  function proof(count: number): object {
    return { instance_id: 'i', manifest: envelope, keysets: many(count, envelope) }
  }
})

describe('a request is refused that says', () => {
  it.each<[string, z.ZodType, unknown]>([
    ['a slug where it can’t change', ChangePromptSetInput, { name: 'a', slug: 'b' }],
    ['more than is known of a prompt set', CreatePromptSetInput, { name: 'a', status: 'LOCKED' }],
    ['to take a discard back', ChangeStatusInput, { status: 'LOCKED', discard: false }],
    ['a status that is none', ChangeStatusInput, { status: 'locked' }],
    ['a version with a v', ChangeStatusInput, { status: 'LOCKED', version: 'v1.0.0' }],
    ['values of a string', VariableInput, { type: 'string', values: ['a'] }],
    ['an enum without values', VariableInput, { type: 'enum' }],
    ['a variable named as all objects have it', CreatePromptInput, { ...text, id: 'a', variables: { toString: {} } }],
    ['an empty variable name', CreatePromptInput, { ...text, id: 'a', variables: { '': {} } }],
    ['both a text and messages', CreatePromptInput, { ...text, id: 'a', messages: [] }],
    ['a chat without messages', CreatePromptInput, { kind: 'chat', id: 'a', template: '' }],
    ['an id that every object has', PutPromptsInput, { prompts: { constructor: text } }],
    ['one mark alone', CreatePromptInput, { ...text, id: 'a', delimiters: ['<%'] }],
    ['an end without its zone', NewAccessToken, { name: 't', environment: 'e', expires_at: '2027-01-01T00:00:00' }],
    ['an environment by its title', NewAccessToken, { name: 't', environment: 'Production' }],
    ['a kind that is none', NewEnvironment, { slug: 'e', allowed_kinds: ['locked', 'draft'] }],
    ['a map for Anvil’s own export', ImportInput, { format: 'anvil', content: '', map: {} }],
    ['a prefix for Anvil’s own export', ImportInput, { format: 'anvil', content: '', prefix: 'a' }],
    ['a file without a name', ImportInput, { format: 'files', files: [{ name: '', text: '' }] }],
    ['a comparison with a branch', DiffQuery, { from: 'main' }],
    ['a page that is no number', PromptQuery, { limit: 'all' }],
    ['an instance with a space', FleetProofInput, { instance_id: 'a b', manifest: envelope, keysets: [] }],
  ])('%s', (_, schema, value) => {
    expect(taken(schema, value)).toBe(false)
  })
})

describe('what a request leaves out', () => {
  it.each<[string, z.ZodType, unknown, unknown]>([
    ['a project has no description', NewProject, { name: ' p ' }, { name: 'p', description: '' }],
    [
      'a member is a plain one, who writes, reviews and publishes',
      NewMember,
      { email: 'a@b.example' },
      { email: 'a@b.example', role: 'member', roles: ['viewer', 'editor', 'reviewer', 'publisher'] },
    ],
    ['a rotated token lives on for a day', TokenRotation, {}, { overlap_seconds: 86_400 }],
    ['an import takes texts literally', ImportInput, csv, { ...csv, map: {}, dry_run: false, as: 'literal' }],
    ['a comparison is with the draft', DiffQuery, { from: '1.0.0' }, { from: '1.0.0', to: 'draft' }],
    ['kinds count once', EnvironmentChange, { allowed_kinds: ['live', 'live'] }, { allowed_kinds: ['live'] }],
    [
      'a variable is a required string',
      VariableInput,
      {},
      { type: 'string', required: true, default: null, description: '' },
    ],
    [
      'a prompt has the usual marks',
      PutPromptsInput,
      { prompts: { a: text } },
      { prompts: { a: { ...text, delimiters: null, metadata: {} } } },
    ],
  ])('%s', (_, schema, value, whole) => {
    expect(schema.parse(value)).toEqual(whole)
  })
})
