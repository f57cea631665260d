import {
  History,
  House,
  KeyRound,
  Layers,
  ListChecks,
  MessageSquareText,
  Radio,
  Rocket,
  Settings2,
  ShieldCheck,
  Users,
} from 'lucide-react'

/** The pages of a project, in their order; `key` goes there after `g`. */
export const PLACES = [
  { name: 'Home', icon: House, to: '/projects/$projectId', key: 'h', exact: true },
  { name: 'Prompts', icon: MessageSquareText, to: '/projects/$projectId/prompts', key: 'p', exact: false },
  { name: 'Reviews', icon: ListChecks, to: '/projects/$projectId/reviews', key: 'r', exact: false },
  { name: 'Publications', icon: Rocket, to: '/projects/$projectId/publications', key: 'u', exact: false },
  { name: 'Fleet', icon: Radio, to: '/projects/$projectId/fleet', key: 'f', exact: false },
  { name: 'Settings', icon: Settings2, to: '/projects/$projectId/settings', key: 's', exact: false },
  { name: 'Environments', icon: Layers, to: '/projects/$projectId/environments', key: 'e', exact: false },
  { name: 'Access tokens', icon: KeyRound, to: '/projects/$projectId/tokens', key: 't', exact: false },
  { name: 'Members', icon: Users, to: '/projects/$projectId/members', key: 'm', exact: false },
  { name: 'Policy', icon: ShieldCheck, to: '/projects/$projectId/policy', key: 'y', exact: false },
  { name: 'Audit', icon: History, to: '/projects/$projectId/audit', key: 'a', exact: false },
] as const
