// Must be the first import: it compiles Angular's packages when they are loaded.
import '@angular/compiler';
import {
  provideZonelessChangeDetection,
  type EnvironmentProviders,
  type Provider,
} from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { BrowserTestingModule, platformBrowserTesting } from '@angular/platform-browser/testing';

TestBed.initTestEnvironment(BrowserTestingModule, platformBrowserTesting());

/**
 * An application without zones for the test that runs. Components need a document:
 * `@jest-environment jsdom`.
 */
export function setUp(...providers: (Provider | EnvironmentProviders)[]): typeof TestBed {
  TestBed.resetTestingModule().configureTestingModule({
    providers: [provideZonelessChangeDetection(), ...providers],
  });
  return TestBed;
}
