import { apiHandler } from '#functions/api/api-handler.ts';
import type { HandlersOf } from '#functions/api/router.ts';
import { filesWhenAsked } from '#functions/files-when-asked.ts';
import { buildServices, type PortBuilders } from '#functions/services.ts';

export const handlers = {
  listTasks: () => import('#functions/api/work/list-tasks.ts'),
  createTask: () => import('#functions/api/work/tasks.ts'),
  tasksOfCase: () => import('#functions/api/work/tasks.ts'),
  getTask: () => import('#functions/api/work/tasks.ts'),
  editTask: () => import('#functions/api/work/tasks.ts'),
  startTask: () => import('#functions/api/work/tasks.ts'),
  completeTask: () => import('#functions/api/work/tasks.ts'),
  completeTaskStep: () => import('#functions/api/work/task-steps.ts'),
  cancelTask: () => import('#functions/api/work/tasks.ts'),
  createActivity: () => import('#functions/api/work/activities.ts'),
  activitiesOfCase: () => import('#functions/api/work/activities.ts'),
  getActivity: () => import('#functions/api/work/activities.ts'),
  editActivity: () => import('#functions/api/work/activities.ts'),
  completeActivity: () => import('#functions/api/work/activities.ts'),
  cancelActivity: () => import('#functions/api/work/activities.ts'),
  activityNotRequired: () => import('#functions/api/work/activities.ts'),
  addTimeline: () => import('#functions/api/work/plans.ts'),
  resetTimeline: () => import('#functions/api/work/plans.ts'),
  beginSequence: () => import('#functions/api/work/plans.ts'),
  createAppointment: () => import('#functions/api/work/appointments.ts'),
  appointmentsOfCase: () => import('#functions/api/work/appointments.ts'),
  getAppointment: () => import('#functions/api/work/appointments.ts'),
  editAppointment: () => import('#functions/api/work/appointments.ts'),
  cancelAppointment: () => import('#functions/api/work/appointments.ts'),
  appointmentAttended: () => import('#functions/api/work/appointments.ts'),
  appointmentMissed: () => import('#functions/api/work/appointments.ts'),
  announceCaseFile: () => import('#functions/api/work/files.ts'),
  mailSetAside: () => import('#functions/api/work/set-aside.ts'),
  oneMailSetAside: () => import('#functions/api/work/set-aside.ts'),
  caseFiles: () => import('#functions/api/work/files.ts'),
  getCaseFile: () => import('#functions/api/work/files.ts'),
  updateCaseFile: () => import('#functions/api/work/files.ts'),
  removeCaseFile: () => import('#functions/api/work/files.ts'),
  setTaskClock: () => import('#functions/api/work/task-clock.ts'),
  extendTaskClock: () => import('#functions/api/work/task-clock.ts'),
  restoreTaskClock: () => import('#functions/api/work/task-clock.ts'),
  clearTaskClock: () => import('#functions/api/work/task-clock.ts'),
  pauseTaskClock: () => import('#functions/api/work/task-clock.ts'),
  resumeTaskClock: () => import('#functions/api/work/task-clock.ts'),
  taskClockLedger: () => import('#functions/api/work/task-clock.ts'),
  askQuestion: () => import('#functions/api/work/questions.ts'),
  caseQuestions: () => import('#functions/api/work/questions.ts'),
  getQuestion: () => import('#functions/api/work/questions.ts'),
  answerQuestion: () => import('#functions/api/work/questions.ts'),
  withdrawQuestion: () => import('#functions/api/work/questions.ts'),
} satisfies HandlersOf<'work'>;

export const ports = { files: () => filesWhenAsked(process.env) } satisfies PortBuilders;

export const handler = apiHandler(buildServices(process.env, ports), handlers);
