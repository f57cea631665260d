import { type OwnProject, ProjectChange } from '@anvil/shared/api'

/** The settings of a project as fields hold them. */
export interface Settings {
  name: string
  description: string
  required_approvals: string
  show_token_values: boolean
  keys_release_own_work: boolean
}

type Project = Pick<OwnProject, keyof Settings>

/** What the fields show of a project. */
export const settingsOf = (project: Project): Settings => ({
  name: project.name,
  description: project.description,
  required_approvals: `${project.required_approvals}`,
  show_token_values: project.show_token_values,
  keys_release_own_work: project.keys_release_own_work,
})

/** Whether a text is a number of approvals that can be asked for. */
export const isApprovals = (text: string): boolean =>
  /^\d+$/.test(text) && ProjectChange.safeParse({ required_approvals: Number(text) }).success

/** What was edited and says something else than the project does: nothing else is sent, so that nobody's change is taken back. */
export function changeOf(project: Project, edited: Partial<Settings>): ProjectChange {
  const { required_approvals: approvals, name, ...rest } = { ...settingsOf(project), ...edited }
  const wanted = { ...rest, name: name.trim(), required_approvals: Number(approvals) }
  const now = new Map<string, unknown>(Object.entries(project))
  return ProjectChange.parse(
    Object.fromEntries(Object.entries(wanted).filter(([field, value]) => value !== now.get(field))),
  )
}

/** Why the settings can't be saved as they are; undefined where they can. */
export function whyNotSaved(project: Project, edited: Partial<Settings>): string | undefined {
  const { name, required_approvals: approvals } = { ...settingsOf(project), ...edited }
  if (name.trim() === '') return 'Give the project a name first.'
  if (!isApprovals(approvals)) return 'Say how many approvals are needed: a number from 0 to 20.'
  return Object.keys(changeOf(project, edited)).length === 0 ? 'These are the settings already.' : undefined
}

/** What goes on being edited once something was saved: what was edited otherwise since it was sent. */
export function withoutSaved(now: Partial<Settings>, sent: Partial<Settings>): Partial<Settings> {
  const saved = new Map<string, unknown>(Object.entries(sent))
  return Object.fromEntries(Object.entries(now).filter(([field, value]) => saved.get(field) !== value))
}
