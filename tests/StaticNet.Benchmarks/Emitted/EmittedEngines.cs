using System;
using System.Collections.Generic;
using StaticNet.Benchmarks.Emitted;

namespace StaticNet.Benchmarks.Emitted
{
    /// <summary>Generated networks with the weights every rival has.</summary>
    internal static class EmittedEngines
    {
        public const string Name = "StaticNet";

        public static TNetwork Create<TNetwork>(NetworkWeights weights)
            where TNetwork : class, INetwork<TNetwork>
        {
            TNetwork model = TNetwork.Create(1);
            for (int layer = 0; layer < weights.Shape.LayerCount; layer++)
            {
                model.Parameters.CopyFrom(weights.Shape.LayerName(layer) + ".weight", weights.Weights[layer]);
                model.Parameters.CopyFrom(weights.Shape.LayerName(layer) + ".bias", weights.Biases[layer]);
            }

            for (int layer = 0; layer < weights.Norms.Length; layer++)
            {
                NormWeights norm = weights.Norms[layer];
                model.Parameters.CopyFrom($"norm{layer + 1}.weight", norm.Weight);
                model.Parameters.CopyFrom($"norm{layer + 1}.bias", norm.Bias);
                if (weights.Shape.Norm == HiddenNorm.BatchNorm)
                {
                    model.Parameters.CopyFrom($"norm{layer + 1}.running_mean", norm.Mean);
                    model.Parameters.CopyFrom($"norm{layer + 1}.running_var", norm.Variance);
                }
            }

            return model;
        }

        /// <summary>The parameters in the order of <see cref="NetworkWeights.Packed"/>.</summary>
        public static void Read(ParameterBuffer parameters, NetworkShape shape, Span<float> packed)
        {
            int at = 0;
            for (int layer = 0; layer < shape.LayerCount; layer++)
            {
                int weights = shape.Sizes[layer] * shape.Sizes[layer + 1];
                parameters.CopyTo(shape.LayerName(layer) + ".weight", packed.Slice(at, weights));
                parameters.CopyTo(shape.LayerName(layer) + ".bias", packed.Slice(at + weights, shape.Sizes[layer + 1]));
                at += weights + shape.Sizes[layer + 1];
            }
        }

        public static ForwardEngine Forward<TCalls>(ForwardWorkload workload, TCalls calls)
            where TCalls : struct, IEmittedCalls => workload.BatchSize == 1
            ? new ForwardEngine<SingleCall<TCalls>>(Name, workload, new SingleCall<TCalls>(calls)) { IsSubject = true }
            : new ForwardEngine<BatchCall<TCalls>>(Name, workload, new BatchCall<TCalls>(calls)) { IsSubject = true };

        public static Engine Training<TNetwork>(TrainingWorkload workload)
            where TNetwork : class, INetwork<TNetwork> => workload.Optimizer == OptimizerKind.Adam
            ? new EmittedTraining<TNetwork, Adam>(workload, new Adam(workload.LearningRate)) { IsSubject = true }
            : new EmittedTraining<TNetwork, SGD>(workload, new SGD(workload.LearningRate)) { IsSubject = true };
    }
}

namespace StaticNet.Benchmarks
{
    /// <content>StaticNet's own entries.</content>
    internal static partial class EngineCatalog
    {
        static partial void AddEmittedName(List<string> names) => names.Add(EmittedEngines.Name);

        static partial void AddEmittedForward(ForwardWorkload workload, List<ForwardEngine> engines)
        {
            NetworkWeights weights = workload.Weights;
            ForwardEngine? engine = weights.Shape.Name switch
            {
                "A" => EmittedEngines.Forward(workload, new CallsOfA(EmittedEngines.Create<A>(weights))),
                "B" => EmittedEngines.Forward(workload, new CallsOfB(EmittedEngines.Create<B>(weights))),
                "C" => EmittedEngines.Forward(workload, new CallsOfC(EmittedEngines.Create<C>(weights))),
                "D" => EmittedEngines.Forward(workload, new CallsOfD(EmittedEngines.Create<D>(weights))),
                "E" => EmittedEngines.Forward(workload, new CallsOfE(EmittedEngines.Create<E>(weights))),
                "F" => EmittedEngines.Forward(workload, new CallsOfF(EmittedEngines.Create<F>(weights))),
                "G" => EmittedEngines.Forward(workload, new CallsOfG(EmittedEngines.Create<G>(weights))),
                "H" => EmittedEngines.Forward(workload, new CallsOfH(EmittedEngines.Create<H>(weights))),
                _ => null,
            };
            if (engine is not null)
            {
                engines.Add(engine);
            }
        }

        static partial void AddEmittedTraining(TrainingWorkload workload, List<Engine> engines) => engines.Add(workload.Shape.Name switch
        {
            "A" => EmittedEngines.Training<A>(workload),
            "D" => EmittedEngines.Training<D>(workload),
            "E" => EmittedEngines.Training<E>(workload),
            "F" => EmittedEngines.Training<F>(workload),
            _ => throw new ArgumentException($"No training item uses network {workload.Shape}.", nameof(workload)),
        });
    }
}
