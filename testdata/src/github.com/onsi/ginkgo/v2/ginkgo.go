// Package ginkgo is a stub.
package ginkgo

func It(text string, body func()) bool { return true }

func Fail(message string, callerSkip ...int) {}
