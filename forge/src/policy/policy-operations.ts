import {
  Checks,
  Policy,
  PolicyCheck,
  PolicyInput,
  PolicyList,
  Waiver,
  WaiverInput,
  WaiverList,
} from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'
import { PROMPT_SET_PATH } from '../prompt-sets/prompt-set-params.js'

const common = { tag: 'Policy', access: 'person' } as const
const POLICY = '/projects/:projectId/policy'
const WAIVERS = `${PROMPT_SET_PATH}/waivers`

export const policyOperations: readonly Operation[] = [
  {
    ...common,
    right: 'project.read',
    method: 'get',
    path: POLICY,
    summary: 'The policy of a project: what it asks of its prompts',
    answers: { 200: Policy },
  },
  {
    ...common,
    right: 'policy.manage',
    method: 'put',
    path: POLICY,
    summary: 'Replace the policy, as JSON or as YAML (application/yaml)',
    headers: ['If-Match'],
    body: PolicyInput,
    answers: { 200: Policy },
    errors: ['policy.malformed'],
  },
  {
    ...common,
    right: 'project.read',
    method: 'get',
    path: `${POLICY}/versions`,
    summary: 'Every policy that the project had, newest first',
    answers: { 200: PolicyList },
  },
  {
    ...common,
    right: 'project.read',
    method: 'get',
    path: `${POLICY}/versions/:policyNumber`,
    summary: 'One policy that the project has or had, by its number',
    answers: { 200: Policy },
  },
  {
    ...common,
    right: 'policy.manage',
    method: 'post',
    path: `${POLICY}/check`,
    summary: 'What a policy would find in the drafts as they are now; nothing is changed',
    body: PolicyInput,
    answers: { 200: PolicyCheck },
    errors: ['policy.malformed'],
  },
  {
    ...common,
    right: 'project.read',
    method: 'get',
    path: `${PROMPT_SET_PATH}/checks`,
    summary: 'What the policy finds in a prompt set as it is now',
    answers: { 200: Checks },
  },
  {
    ...common,
    right: 'project.read',
    method: 'get',
    path: WAIVERS,
    summary: 'The waivers of a prompt set, newest first',
    answers: { 200: WaiverList },
  },
  {
    ...common,
    right: 'review.request',
    method: 'post',
    path: WAIVERS,
    summary: 'Ask for a waiver of one finding, with a reason and an expiry',
    body: WaiverInput,
    answers: { 201: Waiver },
    errors: ['waiver.not_needed', 'waiver.exists'],
  },
  {
    ...common,
    right: 'waiver.give',
    method: 'post',
    path: `${WAIVERS}/:waiverId/give`,
    summary: 'Give a waiver that was asked for',
    answers: { 200: Waiver },
    errors: ['waiver.ended', 'waiver.own_work'],
  },
  {
    ...common,
    right: ['waiver.give', 'review.request'],
    method: 'post',
    path: `${WAIVERS}/:waiverId/end`,
    summary: 'Refuse a waiver that was asked for, or take back one that is in force',
    answers: { 200: Waiver },
    errors: ['waiver.ended'],
  },
]
