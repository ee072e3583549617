/**
 * Contract suites for parts of your own, in any test runner.
 *
 * @packageDocumentation
 */
export { evictionContract, type EvictionContractOptions } from './evictionContract.js';
export { predictorContract, type PredictorContractOptions } from './predictorContract.js';
export { providerContract, type ProviderContractOptions } from './providerContract.js';
export type { TestRunner } from './testRunner.js';
