import { isolate } from '@anvil/shared'
import type { PromptSet } from '@anvil/shared/api'
import { useNavigate } from '@tanstack/react-router'
import { signOut } from '../../features/session/api.js'
import { singleKeys } from '../../lib/single-keys.js'
import { setTheme, Theme } from '../../lib/theme.js'
import { useSingleKeys } from '../../lib/use-single-keys.js'
import { useWhyNot } from '../../features/projects/use-why-not.js'
import type { Found } from './found.js'

const THEMES = { system: 'Theme as the system', light: 'Light theme', dark: 'Dark theme' }

/** What can be done from the palette: in the project and the prompt set that are open, and with the page itself. */
export function useActions(projectId: string | undefined, set: PromptSet | undefined, openHelp: () => void): Found[] {
  const navigate = useNavigate()
  const keysAreOn = useSingleKeys()
  const whyNot = useWhyNot(projectId)
  return [
    ...(set ? ofSet(set, whyNot) : []),
    ...(projectId === undefined ? [] : ofProject(projectId, whyNot)),
    ...Theme.options.map((theme) => action(THEMES[theme], { run: () => setTheme(theme) })),
    action(`Turn single-key shortcuts ${keysAreOn ? 'off' : 'on'}`, { run: () => singleKeys.turn(!keysAreOn) }),
    action('Keys …', { run: openHelp }),
    action('Sign out', { run: () => void signOut().then(() => navigate({ to: '/sign-in' })) }),
  ]
}

type WhyNot = ReturnType<typeof useWhyNot>

function ofProject(projectId: string, whyNot: WhyNot): Found[] {
  const params = { projectId }
  const search = { new: true } as const
  return [
    action('New prompt set', { link: { to: '/projects/$projectId/prompts', params, search } }, whyNot('draft.write')),
    action(
      'Publish …',
      { link: { to: '/projects/$projectId/publications/new', params } },
      whyNot('publication.publish'),
    ),
    action(
      'Generate access token',
      { link: { to: '/projects/$projectId/tokens', params, search } },
      whyNot('token.manage'),
    ),
  ]
}

function ofSet({ id: promptSetId, project_id: projectId, name: given, status }: PromptSet, whyNot: WhyNot): Found[] {
  const because = whyNot('draft.write')
  const name = isolate(given)
  const params = { projectId, promptSetId }
  const search = { new: true } as const
  const review = action(status === 'LOCKED' ? `Publishing and review of ${name}` : `Review and lock ${name}`, {
    link: { to: '/projects/$projectId/prompts/$promptSetId/review', params },
  })
  if (status === 'LOCKED') return [review]
  return [
    action(
      `New prompt in ${name}`,
      { link: { to: '/projects/$projectId/prompts/$promptSetId', params, search } },
      because,
    ),
    action(
      `Import into ${name}`,
      { link: { to: '/projects/$projectId/prompts/$promptSetId/import', params } },
      because,
    ),
    review,
  ]
}

const action = (title: string, pick: Found['pick'], because?: string): Found => ({
  key: title,
  title,
  kind: 'Action',
  pick,
  because,
})
