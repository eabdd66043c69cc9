import { driveRoutes } from './drive-routes.ts';

driveRoutes('others');
