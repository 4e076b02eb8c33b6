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

type peer struct {
	IP              string
	Namespace       string
	NamespaceLabels map[string]string
	PodLabels       map[string]string
}

type question struct {
	From, To peer
	Port     int
	Protocol corev1.Protocol
}

type batch struct {
	Policies  []*networkingv1.NetworkPolicy
	Questions []question
}

func main() {
	var batches []batch
	decoder := json.NewDecoder(os.Stdin)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&batches); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	verdicts := make([][]bool, len(batches))
	for index, one := range batches {
		policy := matcher.BuildNetworkPolicies(false, one.Policies)
		verdicts[index] = make([]bool, len(one.Questions))
		for number, asked := range one.Questions {
			verdicts[index][number] = policy.IsTrafficAllowed(&matcher.Traffic{
				Source: asked.From.traffic(), Destination: asked.To.traffic(), ResolvedPort: asked.Port, Protocol: asked.Protocol,
			}).IsAllowed()
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(verdicts); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// A peer without namespace is outside the cluster.
func (p peer) traffic() *matcher.TrafficPeer {
	if p.Namespace == "" {
		return &matcher.TrafficPeer{IP: p.IP}
	}
	return &matcher.TrafficPeer{IP: p.IP, Internal: &matcher.InternalPeer{Namespace: p.Namespace, NamespaceLabels: p.NamespaceLabels, PodLabels: p.PodLabels}}
}
