// Package wrap hands on what package svc starts.
package wrap

import "facts/svc"

// A Station holds a ticker.
type Station struct{ t *svc.Ticker }

// NewStation starts its ticker.
func NewStation() *Station { return &Station{t: svc.NewTicker()} }

// Close stops the ticker.
func (s *Station) Close() { s.t.Halt() }

// Name is not about goroutines.
func (s *Station) Name() string { return "" }

// Ticker hands the ticker on.
func Ticker() *svc.Ticker { return svc.NewTicker() }

// Poll hands on the function that stops.
func Poll() func() { return svc.Poll() }
