/** Operations on voxel grids. */
export { components, largestComponent, type Components } from './components.ts';
