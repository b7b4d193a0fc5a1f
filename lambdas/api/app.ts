/** The API as one application, on AWS Lambda and on one machine. It holds no science: it reads and writes documents. */
import type { OpenAPIHono } from '@hono/zod-openapi';

import { software } from '../shared/version.ts';

import { addCampaignRoutes } from './campaigns/routes.ts';
import { addCalibrationRoutes } from './calibrations/routes.ts';
import { framedApp, type ApiEnv } from './http/frame.ts';
import type { ApiPorts } from './ports.ts';
import { addReviewRoutes } from './reviews/routes.ts';
import { addQueryRoutes } from './queries/routes.ts';
import { addStudyRoutes } from './studies/routes.ts';
import { addUploadRoutes } from './uploads/routes.ts';

const DESCRIPTION = `Send CT studies for assessment and read their reports.

Declare the files of a study (POST /v1/uploads), send each to its link, complete the upload, and read the assessment until it
has ended. Analysts run named queries over its rows (GET /v1/queries). A site, named by the token, sees its own uploads and studies only. Every call can be repeated without harm.

Not cleared for clinical use; decision support.`;

export function apiApp(ports: ApiPorts): OpenAPIHono<ApiEnv> {
  const app = framedApp(ports);
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
  });
  addUploadRoutes(app, ports);
  addStudyRoutes(app, ports);
  addReviewRoutes(app, ports);
  addCalibrationRoutes(app, ports);
  addCampaignRoutes(app, ports);
  addQueryRoutes(app, ports);
  // Published, and the same for everyone.
  app.get('/openapi.json', (c) => c.json(apiDescription(app)));
  app.get('/health', (c) => c.json({ ok: true, version: software().version }));
  return app;
}

/** The OpenAPI document; the version of the software is left out, so that it changes with the API alone. */
export function apiDescription(app: OpenAPIHono<ApiEnv>) {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'osteon', version: '1', description: DESCRIPTION },
  });
}
