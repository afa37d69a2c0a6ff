// Package grpc has the signatures of google.golang.org/grpc that the fixtures use.
package grpc

import "net"

type Server struct{ done chan struct{} }

func NewServer() *Server { return &Server{} }

func (s *Server) Serve(lis net.Listener) error { return nil }

func (s *Server) GracefulStop() {}
