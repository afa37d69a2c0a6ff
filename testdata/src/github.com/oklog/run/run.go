// Package run is a stub: the signatures of github.com/oklog/run, nothing else.
package run

type Group struct{ actors []func() error }

func (g *Group) Add(execute func() error, interrupt func(error)) {}
func (g *Group) Run() error                                      { return nil }
