/** /v1/calibrations: the phantom scans that a site has registered for its scanners, and how its scanners keep. */
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';

import { apiErrorSchema } from '../../../contracts/api/answers.ts';
import { calibrationFileSchema } from '../../../contracts/calibration/calibration-file.ts';
import { controlChartSchema } from '../../../contracts/calibration/control.ts';
import { calibrationIdSchema, registeredCalibrationSchema } from '../../../contracts/calibration/registry.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';
import { putControlChart } from '../../shared/calibrations/control.ts';
import {
  registerCalibration,
  registeredCalibrations,
  withdrawCalibration,
} from '../../shared/calibrations/registry.ts';
import { CONFLICT, FAILURES, jsonAnswer } from '../http/answers.ts';
import { ApiFailure } from '../http/api-failure.ts';
import { authorise, callerIn } from '../http/authorise.ts';
import type { ApiEnv } from '../http/frame.ts';
import type { ApiPorts } from '../ports.ts';

const tags = ['Calibrations'];
const security = [{ bearer: [] }];
const CALIBRATIONS = '/v1/calibrations';
const withdrawnSchema = z.object({ id: calibrationIdSchema, withdrawn: z.literal(true) }).readonly();
const listSchema = z.object({ calibrations: z.array(registeredCalibrationSchema).readonly() }).readonly();

export function addCalibrationRoutes(app: OpenAPIHono<ApiEnv>, ports: ApiPorts): void {
  const { store } = ports;
  const follow = authorise(ports, 'follow');
  const calibrate = authorise(ports, 'calibrate');

  app.openapi(
    createRoute({
      method: 'get',
      path: CALIBRATIONS,
      tags,
      security,
      middleware: follow,
      summary: 'Calibrations in force for the scanners of the site',
      responses: { 200: jsonAnswer('By id', listSchema), ...FAILURES },
    }),
    async (c) => c.json({ calibrations: [...(await registeredCalibrations(store, callerIn(c).site))] }, 200),
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: CALIBRATIONS,
      tags,
      security,
      middleware: calibrate,
      summary: 'Register a phantom scan: later studies of the same scanner, tube voltage and kernel use it',
      request: {
        body: { required: true, content: { 'application/json': { schema: calibrationFileSchema } } },
      },
      responses: {
        200: jsonAnswer('Registered; again, it is the same', registeredCalibrationSchema),
        ...FAILURES,
        ...CONFLICT,
        422: jsonAnswer('It would refuse every study', apiErrorSchema),
      },
    }),
    async (c) => {
      const { site } = callerIn(c);
      const registered = await registerCalibration(store, site, c.req.valid('json')).catch(
        (cause: unknown) => {
          if (!(cause instanceof StudyRefused)) throw cause;
          const { code, saw, wanted } = cause.refusal;
          throw new ApiFailure('CALIBRATION_REFUSED', `${code}: found ${saw}; required: ${wanted}`);
        },
      );
      if (!(await registeredCalibrations(store, site)).some(({ id }) => id === registered.id))
        throw new ApiFailure('CALIBRATION_WITHDRAWN');
      return c.json(registered, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'delete',
      path: `${CALIBRATIONS}/{id}`,
      tags,
      security,
      middleware: calibrate,
      summary: 'Withdraw a calibration: no later study uses it, and it cannot be registered again',
      request: { params: z.object({ id: calibrationIdSchema }) },
      responses: { 200: jsonAnswer('Withdrawn; again, it stays so', withdrawnSchema), ...FAILURES },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      if (!(await withdrawCalibration(store, callerIn(c).site, id)))
        throw new ApiFailure('CALIBRATION_NOT_FOUND');
      return c.json({ id, withdrawn: true as const }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: `${CALIBRATIONS}/chart`,
      tags,
      security,
      middleware: follow,
      summary: 'Control charts of the scanners of the site: air, blood, fat and slope over time',
      responses: { 200: jsonAnswer('Of all studies assessed so far', controlChartSchema), ...FAILURES },
    }),
    async (c) => c.json(await putControlChart(store, callerIn(c).site), 200),
  );
}
