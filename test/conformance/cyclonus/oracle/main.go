// Verdicts of cyclonus on NetworkPolicies: batches on standard input, booleans on standard output, in the same order.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/mattfenwick/cyclonus/pkg/matcher"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
)

type batch struct {
	Policies  []*networkingv1.NetworkPolicy
	Peers     []peer
	Questions []question
}

// A peer without namespace is outside the cluster.
type peer struct {
	IP              string
	Namespace       string
	NamespaceLabels map[string]string
	PodLabels       map[string]string
}

// From and To are places in the list of peers; PortName is the name that the pod that is called gives its port.
type question struct {
	From, To int
	Port     int
	PortName string
	Protocol corev1.Protocol
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	var batches []batch
	decoder := json.NewDecoder(os.Stdin)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&batches); err != nil {
		return err
	}
	verdicts := make([][]bool, len(batches))
	for index, one := range batches {
		verdicts[index] = one.verdicts()
	}
	return json.NewEncoder(os.Stdout).Encode(verdicts)
}

func (b batch) verdicts() []bool {
	// Not simplified: each rule is asked as it is written.
	policy := matcher.BuildNetworkPolicies(false, b.Policies)
	verdicts := make([]bool, len(b.Questions))
	for index, asked := range b.Questions {
		verdicts[index] = policy.IsTrafficAllowed(&matcher.Traffic{
			Source:           b.Peers[asked.From].traffic(),
			Destination:      b.Peers[asked.To].traffic(),
			ResolvedPort:     asked.Port,
			ResolvedPortName: asked.PortName,
			Protocol:         asked.Protocol,
		}).IsAllowed()
	}
	return verdicts
}

func (p peer) traffic() *matcher.TrafficPeer {
	if p.Namespace == "" {
		return &matcher.TrafficPeer{IP: p.IP}
	}
	return &matcher.TrafficPeer{IP: p.IP, Internal: &matcher.InternalPeer{
		PodLabels: p.PodLabels, NamespaceLabels: p.NamespaceLabels, Namespace: p.Namespace,
	}}
}
