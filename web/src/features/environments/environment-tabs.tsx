import type { Environment } from '@anvil/shared/api'
import type { LinkProps } from '@tanstack/react-router'
import { Tabs } from '../../components/tabs.js'

interface EnvironmentTabsProps {
  environments: readonly Environment[]
  current: string
  /** The page whose `environment` stands in the address. */
  to: NonNullable<LinkProps['to']>
  projectId: string
}

/** The environments of a project as tabs of a page. */
export function EnvironmentTabs({ environments, current, to, projectId }: EnvironmentTabsProps) {
  const tabs = environments.map(({ slug, name }) => ({
    name,
    link: { to, params: { projectId }, search: { environment: slug } },
    current: slug === current,
  }))
  return <Tabs label="Environment" tabs={tabs} />
}
