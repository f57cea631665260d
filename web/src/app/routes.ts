import { createRootRoute, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { z } from 'zod'
import { AuditSearch } from '../features/audit/audit-search.js'
import { FleetSearch, InstanceSearch } from '../features/fleet/fleet-search.js'
import { EnvironmentSearch, NewPublicationSearch } from '../features/publications/publication-search.js'
import { session } from '../lib/forge.js'
import { NewSearch } from '../lib/new-search.js'
import { PromptSearch } from '../features/prompts/prompt-search.js'
import { VersionSearch } from '../features/versions/version-search.js'
import { NowherePage } from './pages/nowhere-page.js'
import { TroublePage } from './pages/trouble-page.js'

const Inside = z.string().regex(/^\/(?![/\\])/)
const SignInSearch = z.object({ to: Inside.optional().catch(undefined) })

const rootRoute = createRootRoute({ notFoundComponent: NowherePage, errorComponent: TroublePage })

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: SignInSearch,
  component: lazyRouteComponent(() => import('./pages/sign-in-page.js'), 'SignInPage'),
})

const callbackRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in/oidc/callback',
  component: lazyRouteComponent(() => import('./pages/callback-page.js'), 'CallbackPage'),
})

const firstRunRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/first-run',
  component: lazyRouteComponent(() => import('./pages/first-run-page.js'), 'FirstRunPage'),
})

const joinRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/join',
  component: lazyRouteComponent(() => import('./pages/join-page.js'), 'JoinPage'),
})

/** What only somebody who is signed in sees; others sign in first, and come back. */
const insideRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'inside',
  beforeLoad: ({ location }) => {
    if (session.get()) return
    const to = `${location.pathname}${location.searchStr}`
    throw redirect({ to: '/sign-in', search: to === '/' ? {} : { to } })
  },
  component: lazyRouteComponent(() => import('./shell/shell.js'), 'Shell'),
})

const startRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/start-page.js'), 'StartPage'),
})

const organisationsRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/organisations',
  component: lazyRouteComponent(() => import('./pages/organisations-page.js'), 'OrganisationsPage'),
})

const organisationRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/organisations/$organisationId',
  component: lazyRouteComponent(() => import('./pages/organisation-page.js'), 'OrganisationPage'),
})

const organisationMembersRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/organisations/$organisationId/members',
  validateSearch: NewSearch,
  component: lazyRouteComponent(() => import('./pages/organisation-members-page.js'), 'OrganisationMembersPage'),
})

const accountRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('./pages/account-page.js'), 'AccountPage'),
})

const projectRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/projects/$projectId',
  component: lazyRouteComponent(() => import('./pages/project-frame.js'), 'ProjectFrame'),
})

const homeRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/home-page.js'), 'HomePage'),
})

const tokensRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/tokens',
  validateSearch: NewSearch,
  component: lazyRouteComponent(() => import('./pages/tokens-page.js'), 'TokensPage'),
})

const settingsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/settings-page.js'), 'SettingsPage'),
})

const environmentsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/environments',
  validateSearch: NewSearch,
  component: lazyRouteComponent(() => import('./pages/environments-page.js'), 'EnvironmentsPage'),
})

const policyRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/policy',
  component: lazyRouteComponent(() => import('./pages/policy-page.js'), 'PolicyPage'),
})

const fleetRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/fleet',
  validateSearch: FleetSearch,
  component: lazyRouteComponent(() => import('./pages/fleet-page.js'), 'FleetPage'),
})

const projectMembersRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/members',
  component: lazyRouteComponent(() => import('./pages/project-members-page.js'), 'ProjectMembersPage'),
})

const auditRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/audit',
  validateSearch: AuditSearch,
  component: lazyRouteComponent(() => import('./pages/audit-page.js'), 'AuditPage'),
})

const auditEntryRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/audit/$entryNumber',
  component: lazyRouteComponent(() => import('./pages/audit-entry-page.js'), 'AuditEntryPage'),
})

const instanceRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/fleet/$instanceId',
  validateSearch: InstanceSearch,
  component: lazyRouteComponent(() => import('./pages/instance-page.js'), 'InstancePage'),
})

const reviewsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/reviews',
  component: lazyRouteComponent(() => import('./pages/reviews-page.js'), 'ReviewsPage'),
})

const reviewRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/prompts/$promptSetId/review',
  component: lazyRouteComponent(() => import('./pages/review-page.js'), 'ReviewPage'),
})

const publicationsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/publications',
  validateSearch: EnvironmentSearch,
  component: lazyRouteComponent(() => import('./pages/publications-page.js'), 'PublicationsPage'),
})

const newPublicationRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/publications/new',
  validateSearch: NewPublicationSearch,
  component: lazyRouteComponent(() => import('./pages/new-publication-page.js'), 'NewPublicationPage'),
})

const publicationRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/publications/$publicationId',
  validateSearch: EnvironmentSearch,
  component: lazyRouteComponent(() => import('./pages/publication-page.js'), 'PublicationPage'),
})

const promptsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/prompts',
  validateSearch: NewSearch,
  component: lazyRouteComponent(() => import('./pages/prompts-page.js'), 'PromptsPage'),
})

const promptSetRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/prompts/$promptSetId',
  validateSearch: PromptSearch.extend(NewSearch.shape),
  component: lazyRouteComponent(() => import('./pages/prompt-set-page.js'), 'PromptSetPage'),
})

const promptRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/prompts/$promptSetId/edit/$promptId',
  validateSearch: PromptSearch,
  component: lazyRouteComponent(() => import('./pages/prompt-page.js'), 'PromptPage'),
})

const importRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/prompts/$promptSetId/import',
  component: lazyRouteComponent(() => import('./pages/import-page.js'), 'ImportPage'),
})

const versionsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/prompts/$promptSetId/versions',
  validateSearch: VersionSearch,
  component: lazyRouteComponent(() => import('./pages/versions-page.js'), 'VersionsPage'),
})

const versionRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/prompts/$promptSetId/versions/$version',
  component: lazyRouteComponent(() => import('./pages/version-page.js'), 'VersionPage'),
})

const settingsRoutes = [settingsRoute, environmentsRoute, tokensRoute, projectMembersRoute, policyRoute] as const
const versionRoutes = [versionsRoute, versionRoute] as const
const promptRoutes = [promptsRoute, promptSetRoute, promptRoute, importRoute] as const
const releaseRoutes = [reviewsRoute, reviewRoute, publicationsRoute, newPublicationRoute, publicationRoute] as const

/** Every address of the page. */
export const routeTree = rootRoute.addChildren([
  signInRoute,
  callbackRoute,
  firstRunRoute,
  joinRoute,
  insideRoute.addChildren([
    startRoute,
    organisationsRoute,
    organisationRoute,
    organisationMembersRoute,
    accountRoute,
    projectRoute.addChildren([
      homeRoute,
      fleetRoute,
      instanceRoute,
      ...settingsRoutes,
      auditRoute,
      auditEntryRoute,
      ...promptRoutes,
      ...versionRoutes,
      ...releaseRoutes,
    ]),
  ]),
])
