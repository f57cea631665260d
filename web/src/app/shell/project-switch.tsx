import type { Project } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ChevronsUpDown } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { MENU, MENU_ITEM } from '../../components/menu.js'
import { projectsQuery } from '../../features/projects/api.js'

/** The project's name, which opens the list of the organisation's projects. */
export function ProjectSwitch({ project, className }: { project: Project; className: string }) {
  const { data: projects = [] } = useQuery(projectsQuery(project.organisation_id))
  const navigate = useNavigate()
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        aria-label={`${project.name}, switch project`}
        className={`${className} flex min-h-8 items-center gap-1`}
      >
        <span className="truncate" title={project.name}>
          {project.name}
        </span>
        <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-muted" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content align="start" className={MENU}>
        <DropdownMenu.RadioGroup
          value={project.id}
          onValueChange={(projectId) => void navigate({ to: '/projects/$projectId', params: { projectId } })}
        >
          {projects.map(({ id, name }) => (
            <DropdownMenu.RadioItem key={id} value={id} className={MENU_ITEM}>
              <span className="min-w-0 break-words">{name}</span>
              <DropdownMenu.ItemIndicator>
                <span aria-hidden="true">✓</span>
              </DropdownMenu.ItemIndicator>
            </DropdownMenu.RadioItem>
          ))}
        </DropdownMenu.RadioGroup>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  )
}
