using System;
using System.IO;
using Google.Protobuf;
using StaticNet.Onnx;
using StaticNet.Persistence;

namespace StaticNet;

/// <summary>
/// Networks as ONNX files: <c>model.ExportOnnx("iris.onnx")</c>. IR version 9, operator set 20 (ONNX 1.15, ONNX Runtime 1.17
/// and later); one input <c>input</c> [batch, InputSize] and one output <c>output</c> [batch, OutputSize], float, any batch;
/// parameters keep their names and PyTorch's layout.
/// </summary>
/// <remarks>
/// A network with memory reads <c>input</c> [batch, steps, InputSize] and writes <c>output</c> [batch, steps, OutputSize], many to one
/// [batch, OutputSize]. Its states are inputs, and the states behind the last step outputs: <c>state.NAME.h_l0</c> and <c>next.NAME.h_l0</c> [1, batch,
/// hidden], of an LSTM also <c>c_l0</c>, and the past of a convolution, <c>state.NAME.history</c> [batch, channels, (kernel − 1)·dilation]. Zeros begin a
/// stream, or where the network's file says otherwise, the input's default, which is for a batch of 1; feeding each <c>next</c> value as the <c>state</c> of the following call goes on with it. A mean or maximum over time is that of the steps of a call.
/// </remarks>
public static class OnnxFiles
{
    extension<TNetwork>(TNetwork model)
        where TNetwork : class, ITrainableNetwork<TNetwork>
    {
        /// <summary>Writes the network for inference. The file is replaced as a whole: whatever fails, the old one stays.</summary>
        /// <param name="path">The file to create or replace.</param>
        /// <exception cref="NotSupportedException">A layer has no counterpart in ONNX, or a head has the name of the graph's input or of a parameter; the message names it.</exception>
        /// <exception cref="IOException">The file cannot be written.</exception>
        public void ExportOnnx(string path)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentException.ThrowIfNullOrEmpty(path);
            AtomicFile.Write(path, model.ExportOnnx);
        }

        /// <summary>Writes the network for inference. Equal networks give equal bytes.</summary>
        /// <param name="stream">Writable; stays open.</param>
        /// <exception cref="NotSupportedException">A layer has no counterpart in ONNX, or a head has the name of the graph's input or of a parameter; the message names it.</exception>
        public void ExportOnnx(Stream stream)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(stream);
            OnnxModelBuilder.Build(TNetwork.Description, model.Parameters).WriteTo(stream);
        }
    }
}
