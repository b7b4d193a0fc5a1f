/** Operations on voxel grids. */
export { components, largestComponent, type Components } from './components.ts';
export { optimalSurface, type Columns } from './optimal-surface.ts';
export { icosphere, type Icosphere } from './icosphere.ts';
